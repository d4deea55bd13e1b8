namespace EnvCompiler.Store.Imaging;

/// <summary>A layer of the store, <c>layers/KEY/layer.json</c>.</summary>
public sealed record StoredLayer
{
    /// <summary>SHA-256 of the blob, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the tar archive in it: the layer's id in an image's config.</summary>
    public required string DiffId { get; init; }

    /// <summary>Bytes of the blob.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of the archive.</summary>
    public required long UnpackedSize { get; init; }

    /// <summary>How the blob is compressed; the end of its media type.</summary>
    public LayerCompression Compression { get; init; }
}
