namespace EnvCompiler.Ship.Catalogs;

/// <summary>
/// What a native catalog is in a repository (docs/design/publishing.md): under a tag for each package an index, with an entry for each build; the entry's
/// manifest has the build's Debian package as its layer.
/// </summary>
internal static class CatalogArtifact
{
    /// <summary>The artifact type of a build.</summary>
    internal const string BuildType = "application/vnd.envc.build.v1";

    internal const string PackageKey = "dev.envc.package";
    internal const string DescriptionKey = "org.opencontainers.image.description";
    internal const string VersionKey = "org.opencontainers.image.version";
    internal const string NameKey = "dev.envc.build.name";

    /// <summary>The build as <c>packages/NAME.json</c> has it.</summary>
    internal const string EntryKey = "dev.envc.build";

    /// <summary>The tag of a package. Tags have no <c>+</c>, and names have no <c>_</c>.</summary>
    internal static string TagOf(string package) => package.Replace('+', '_');

    /// <summary>The package whose tag it would be.</summary>
    internal static string PackageOf(string tag) => tag.Replace('_', '+');
}
