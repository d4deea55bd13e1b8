using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Ship.Distribution;

/// <summary>A manifest or an index as bytes: they are what its digest is of, so they are never written anew.</summary>
/// <param name="MediaType">Of which type.</param>
/// <param name="Content">The bytes.</param>
public sealed record ManifestContent(string MediaType, byte[] Content)
{
    /// <summary>More bytes than this no registry takes (distribution-spec, "Pushing Manifests").</summary>
    public const int LargestSize = 4 << 20;

    /// <summary>Type, digest and size.</summary>
    public Descriptor Descriptor { get; } = Descriptor.Of(MediaType, Content);

    /// <summary>The bytes of a manifest that envc made.</summary>
    public static ManifestContent Of(OciManifest manifest) =>
        new(MediaTypes.Manifest, JsonSerializer.SerializeToUtf8Bytes(manifest, OciJson.Readable.OciManifest));

    /// <summary>The bytes of an index that envc made.</summary>
    public static ManifestContent Of(OciIndex index) =>
        new(MediaTypes.Index, JsonSerializer.SerializeToUtf8Bytes(index, OciJson.Readable.OciIndex));

    /// <summary>Reads a manifest.</summary>
    /// <param name="name">How messages name it.</param>
    public Result<OciManifest> ReadManifest(string name) => Read(name, OciJson.Default.OciManifest, manifest => manifest.MediaType);

    /// <summary>Reads an index.</summary>
    /// <param name="name">How messages name it.</param>
    public Result<OciIndex> ReadIndex(string name) => Read(name, OciJson.Default.OciIndex, index => index.MediaType);

    // Content that is one type by its header and another by its own word is how two readers come to see two things (image-spec, manifest.md, mediaType).
    private Result<T> Read<T>(string name, JsonTypeInfo<T> type, Func<T, string?> ownType)
        where T : class
    {
        try
        {
            var read = JsonSerializer.Deserialize(Content, type)!;
            return ownType(read) is { } own && own != MediaType
                ? ShipDiagnostics.InvalidManifest(name, $"it says that it is `{own}` and was delivered as `{MediaType}`")
                : read;
        }
        catch (JsonException e)
        {
            return ShipDiagnostics.InvalidManifest(name, JsonText.Reason(e));
        }
    }
}
