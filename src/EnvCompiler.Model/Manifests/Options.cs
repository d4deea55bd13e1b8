using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options]</c>.</summary>
public sealed record Options
{
    /// <summary>Systems to lock for, e.g. <c>x86_64-linux</c>; empty means x86_64-linux.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Accelerators to lock for; empty means <c>cpu</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The lowest NVIDIA driver that the hosts promise, <c>&gt;=550</c>; null where nothing is promised.</summary>
    public string? Driver { get; init; }

    /// <summary>What the hosts' processors can do at least, e.g. <c>x86-64-v3</c>; null for what every processor of the system can.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>A host whose GPU fits no target is an error (<c>required</c>) or a warning (<c>preferred</c>, the default).</summary>
    public string? Accelerator { get; init; }

    /// <summary>What <see cref="Driver"/> and <see cref="CpuLevel"/> say.</summary>
    [JsonIgnore]
    public HostPromise Promise => HostPromise.Of(Driver, CpuLevel);

    /// <summary>How environments are activated.</summary>
    public ActivateOptions Activate { get; init; } = new();

    /// <summary>What packages may be.</summary>
    public AllowOptions Allow { get; init; } = new();

    /// <summary>How version constraints are read.</summary>
    public SemverOptions Semver { get; init; } = new();

    /// <summary>What concerns the supervisor.</summary>
    public ServiceOptions Services { get; init; } = new();

    /// <summary>Choices among alternatives, by generic name: a path, a package or a program. For the rest the highest priority is taken.</summary>
    public IReadOnlyDictionary<string, string> Alternatives { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Add the host root's base packages (Essential, CA certificates, time zones, netbase, bubblewrap).</summary>
    public bool Base { get; init; } = true;
}
