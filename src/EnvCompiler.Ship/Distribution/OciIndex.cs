namespace EnvCompiler.Ship.Distribution;

/// <summary>An index (image-spec, image-index.md): a list of manifests.</summary>
public sealed record OciIndex
{
    /// <summary>2.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>Its own media type.</summary>
    public string? MediaType { get; init; } = MediaTypes.Index;

    /// <summary>The manifests.</summary>
    public required IReadOnlyList<Descriptor> Manifests { get; init; }

    /// <summary>Notes, sorted by key.</summary>
    public SortedDictionary<string, string>? Annotations { get; init; }
}
