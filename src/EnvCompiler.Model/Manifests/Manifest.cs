namespace EnvCompiler.Model.Manifests;

/// <summary>
/// What a model-serving environment is, as its author wrote it. Flox's manifest is a subset (<c>docs/manifest.md</c>).
/// </summary>
/// <remarks>Dictionaries keep the order of the file.</remarks>
public sealed record Manifest
{
    /// <summary>1; absent where <see cref="SchemaVersion"/> is given.</summary>
    public int? Version { get; init; }

    /// <summary>Flox's <c>schema-version</c>, <c>1.10.0</c> to <c>1.15.0</c>.</summary>
    public string? SchemaVersion { get; init; }

    /// <summary>One sentence about the environment.</summary>
    public string? Description { get; init; }

    /// <summary>Where packages are looked up, in order of preference. Empty means Debian stable, main.</summary>
    public IReadOnlyDictionary<string, CatalogDefinition> Catalogs { get; init; } = new OrderedDictionary<string, CatalogDefinition>();

    /// <summary>Packages by install id.</summary>
    public IReadOnlyDictionary<string, PackageRequest> Install { get; init; } = new OrderedDictionary<string, PackageRequest>();

    /// <summary>Models by name.</summary>
    public IReadOnlyDictionary<string, ModelRequest> Models { get; init; } = new OrderedDictionary<string, ModelRequest>();

    /// <summary>Packages that <c>envc build NAME</c> makes, by name.</summary>
    public IReadOnlyDictionary<string, BuildDefinition> Build { get; init; } = new OrderedDictionary<string, BuildDefinition>();

    /// <summary>Variables by name.</summary>
    public IReadOnlyDictionary<string, VariableDefinition> Vars { get; init; } = new OrderedDictionary<string, VariableDefinition>();

    /// <summary>Scripts run once per start and after the last leave.</summary>
    public Hook Hook { get; init; } = new();

    /// <summary>Scripts sourced by the person's own shell.</summary>
    public Profile Profile { get; init; } = new();

    /// <summary>Services by name (the TOML table also holds <c>auto-start</c>).</summary>
    public IReadOnlyDictionary<string, ServiceDefinition> Services { get; init; } = new OrderedDictionary<string, ServiceDefinition>();

    /// <summary>Flox's <c>services.auto-start</c>: <c>activate</c> starts services without <c>-s</c>.</summary>
    public bool ServicesAutoStart { get; init; }

    /// <summary>Systems, targets and switches.</summary>
    public Options Options { get; init; } = new();

    /// <summary>What pods need besides.</summary>
    public KubernetesDefinition Kubernetes { get; init; } = new();
    /// <summary>How images are made.</summary>
    public Containerize Containerize { get; init; } = new();

    /// <summary>The environments that it is composed of; what they bring is in all the others.</summary>
    public Include Include { get; init; } = new();
}
