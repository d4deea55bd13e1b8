namespace EnvCompiler.Ship.Distribution;

/// <summary>A repository of a registry, or an OCI layout directory (image-spec, image-layout.md), which holds one repository.</summary>
/// <param name="Registry"><c>HOST[:PORT]</c>; null for a layout.</param>
/// <param name="Path">The repository's name in the registry; the layout's directory.</param>
public sealed record RepositoryName(string? Registry, string Path)
{
    /// <summary>Whether it is a directory.</summary>
    public bool IsLayout => Registry is null;

    /// <inheritdoc/>
    public override string ToString() => Registry is null ? $"{Reference.LayoutPrefix}{Path}" : $"{Registry}/{Path}";
}
