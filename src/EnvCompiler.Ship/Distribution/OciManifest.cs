namespace EnvCompiler.Ship.Distribution;

/// <summary>A manifest (image-spec, manifest.md): of an image, or of an artifact where <see cref="ArtifactType"/> says so.</summary>
public sealed record OciManifest
{
    /// <summary>2.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>Its own media type.</summary>
    public string? MediaType { get; init; } = MediaTypes.Manifest;

    /// <summary>The kind of artifact.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The config blob.</summary>
    public required Descriptor Config { get; init; }

    /// <summary>The blobs.</summary>
    public required IReadOnlyList<Descriptor> Layers { get; init; }

    /// <summary>The manifest that this one is about: a signature's, say.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Notes, sorted by key.</summary>
    public SortedDictionary<string, string>? Annotations { get; init; }

    /// <summary>The kind of artifact as registries list it: the config's type where the manifest has none (distribution-spec, "Listing Referrers").</summary>
    public string KindOfArtifact() => ArtifactType ?? Config.MediaType;
}
