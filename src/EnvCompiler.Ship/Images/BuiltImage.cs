using System.Globalization;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Ship.Images;

/// <summary>An image that is built: its config, and layers in the store.</summary>
public sealed record BuiltImage
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>For which target.</summary>
    public required Target Target { get; init; }

    /// <summary>Of which generation.</summary>
    public required int Generation { get; init; }

    /// <summary>That generation's digest: SHA-256 in hexadecimal.</summary>
    public required string Revision { get; init; }

    /// <summary>The config's bytes.</summary>
    public required byte[] Config { get; init; }

    /// <summary>Layers, from the lowest.</summary>
    public required IReadOnlyList<BuiltLayer> Layers { get; init; }

    /// <summary>SPDX document about it; null for none.</summary>
    public byte[]? Sbom { get; init; }

    /// <summary><c>N-ACCELERATOR</c>: container runtimes choose by system alone, so each target has a tag of its own.</summary>
    public string Tag => TagOf(Generation, Target);

    /// <summary>Bytes of all blobs.</summary>
    public long Size => Config.Length + Layers.Sum(layer => layer.Layer.Size);

    /// <summary>The manifest.</summary>
    public ManifestContent Manifest => ManifestContent.Of(new OciManifest
    {
        Config = ConfigBlob.Descriptor,
        Layers = [.. LayerBlobs.Select(layer => layer.Descriptor)],
    });

    /// <summary><see cref="Tag"/> of another image.</summary>
    internal static string TagOf(int generation, Target target) => string.Create(CultureInfo.InvariantCulture, $"{generation}-{target.Accelerator}");

    /// <summary>The config, to be sent.</summary>
    internal BlobContent ConfigBlob => BlobContent.Of(MediaTypes.ImageConfig, Config);

    /// <summary>The layers, to be sent.</summary>
    internal IEnumerable<BlobContent> LayerBlobs => Layers.Select(layer => BlobContent.OfFile(
        new Descriptor
        {
            MediaType = layer.Layer.Compression switch
            {
                LayerCompression.Gzip => $"{LayerType}+gzip",
                LayerCompression.Zstd => $"{LayerType}+zstd",
                _ => LayerType,
            },
            Digest = Digest.OfSha256(layer.Layer.Sha256),
            Size = layer.Layer.Size,
        },
        layer.Path));
}
