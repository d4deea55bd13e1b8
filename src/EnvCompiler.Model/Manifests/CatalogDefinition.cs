namespace EnvCompiler.Model.Manifests;

/// <summary>A catalog: where packages are looked up.</summary>
public sealed record CatalogDefinition
{
    /// <summary>The type of catalogs with builds for each GPU.</summary>
    public const string Native = "native";

    /// <summary>How the location of a catalog in a registry begins; <c>oci:DIR</c> is a layout directory.</summary>
    public const string RegistryPrefix = "oci://";

    private const string RepositoryPrefix = "oci:";

    /// <summary><c>debian</c> or <c>native</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Suites in order of preference; a plain string in TOML is a suite with its defaults.</summary>
    public IReadOnlyList<SuiteDefinition> Suites { get; init; } = [];

    /// <summary>Archive components; <c>main</c> when empty.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Mirror URL; absent takes <c>ENVC_DEBIAN_MIRROR</c>, the host's apt source, or an official mirror.</summary>
    public string? Mirror { get; init; }

    /// <summary>Of a native catalog: its directory, relative to the environment's or absolute; or a repository, <c>oci://HOST/PATH</c> or <c>oci:DIR</c>.</summary>
    public string? Location { get; init; }

    /// <summary>Keyring file relative to the manifest; absent means the archive keys that ship with envc.</summary>
    public string? Keyring { get; init; }

    /// <summary>Whether the location of a native catalog is a repository of a registry or layout directory.</summary>
    public static bool IsRepository(string location) => location.StartsWith(RepositoryPrefix, StringComparison.Ordinal);

    /// <summary>Whether it is a repository that others reach too.</summary>
    public static bool IsRegistry(string location) => location.StartsWith(RegistryPrefix, StringComparison.Ordinal);
}
