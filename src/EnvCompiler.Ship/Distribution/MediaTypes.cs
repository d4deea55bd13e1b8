namespace EnvCompiler.Ship.Distribution;

/// <summary>Media types of the image-spec, and of Docker where registries still answer with them.</summary>
public static class MediaTypes
{
    /// <summary>A manifest (image-spec, manifest.md).</summary>
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An index (image-spec, image-index.md).</summary>
    public const string Index = "application/vnd.oci.image.index.v1+json";

    /// <summary>Two bytes, <c>{}</c>: the config of an artifact that has none (image-spec, manifest.md, "Guidance for an Empty Descriptor").</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    /// <summary>The config of an image.</summary>
    public const string ImageConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>Docker's manifest, schema 2.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>Docker's index.</summary>
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>Whether a manifest of this type lists other manifests.</summary>
    public static bool IsIndex(string mediaType) => mediaType is Index or DockerIndex;
}
