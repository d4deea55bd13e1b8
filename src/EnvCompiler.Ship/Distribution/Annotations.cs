namespace EnvCompiler.Ship.Distribution;

/// <summary>Annotation keys of the image-spec (annotations.md) that envc writes or reads.</summary>
public static class Annotations
{
    /// <summary>When the content was made, RFC 3339.</summary>
    public const string Created = "org.opencontainers.image.created";

    /// <summary>The tag, in a layout's <c>index.json</c>.</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>Containerd's own key, in a layout's <c>index.json</c>: the whole name that an image is to have.</summary>
    public const string EngineName = "io.containerd.image.name";

    /// <summary>The file name that a client such as <c>oras</c> gives a layer.</summary>
    public const string Title = "org.opencontainers.image.title";
}
