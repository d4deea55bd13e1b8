namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options]</c>.</summary>
public sealed record Options
{
    /// <summary>Systems to lock for, e.g. <c>x86_64-linux</c>; empty means x86_64-linux.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Accelerators to lock for; empty means <c>cpu</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>How environments are activated.</summary>
    public ActivateOptions Activate { get; init; } = new();

    /// <summary>What packages may be.</summary>
    public AllowOptions Allow { get; init; } = new();

    /// <summary>How version constraints are read.</summary>
    public SemverOptions Semver { get; init; } = new();

    /// <summary>Choices among alternatives, by generic name: a path, a package or a program. For the rest the highest priority is taken.</summary>
    public IReadOnlyDictionary<string, string> Alternatives { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Add the host root's base packages (Essential, CA certificates, time zones, netbase, bubblewrap).</summary>
    public bool Base { get; init; } = true;
}
