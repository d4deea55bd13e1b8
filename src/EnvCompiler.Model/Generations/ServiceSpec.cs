using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Generations;

/// <summary>One compiled service.</summary>
public sealed record ServiceSpec
{
    /// <summary>Bash text, run by <c>bash -c</c> inside the group's root (a backend's pipeline is lowered to this).</summary>
    public required string Command { get; init; }

    /// <summary>Group whose root it runs in.</summary>
    public required string Group { get; init; }

    /// <summary>Backend name, when it is a backend's service.</summary>
    public string? Backend { get; init; }

    /// <summary>Variables from <c>settings</c>: weaker than the caller's environment and plain <c>[vars]</c>, stronger than <c>[vars]</c> defaults.</summary>
    public SortedDictionary<string, string> Settings { get; init => field = value ?? new(StringComparer.Ordinal); } = new(StringComparer.Ordinal);

    /// <summary>Variables from the service's <c>vars</c>: stronger than everything else.</summary>
    public SortedDictionary<string, string> Vars { get; init => field = value ?? new(StringComparer.Ordinal); } = new(StringComparer.Ordinal);

    /// <summary>Where it listens, when known; a probe's path and <c>envc chat</c> are relative to it.</summary>
    public ServiceEndpoint? Endpoint { get; init; }

    /// <summary>Must have answered, within its own deadline, before <see cref="Ready"/> is asked; null means nothing is waited for.</summary>
    public Probe? Startup { get; init; }

    /// <summary>Readiness probe; null means ready when started.</summary>
    public Probe? Ready { get; init; }

    /// <summary>Asked every period while it is ready; null means that it lives while its process does.</summary>
    public Probe? Live { get; init; }

    /// <summary>Requests that it must have answered after <see cref="Ready"/> and before it counts as ready; null means none.</summary>
    public IReadOnlyList<WarmupRequest>? Warmup { get; init; }

    /// <summary>The GPUs that it gets for itself; null means that it sees what the activation sees.</summary>
    public GpuRequest? Gpus { get; init; }

    /// <summary>It is started only where this holds; null means everywhere.</summary>
    public Condition? When { get; init; }

    /// <summary>Services of the same target that it needs, by name; null means none.</summary>
    public SortedDictionary<string, ServiceDependency>? DependsOn { get; init; }

    /// <summary>When it is started again after an end of its own; null means never.</summary>
    public Restart? Restart { get; init; }

    /// <summary>How it is stopped.</summary>
    public Shutdown Shutdown { get; init => field = value ?? new(); } = new();

    /// <summary>When a new log file is begun; null means the defaults.</summary>
    public LogRotation? Log { get; init; }

    /// <summary>What it may use of the host; null where the manifest says nothing.</summary>
    public Limits? Limits { get; init; }

    /// <summary>What becomes of it when its supervisor is killed; null means that the next one adopts it.</summary>
    public OrphanPolicy? WhenOrphaned { get; init; }

    /// <summary>The command leaves a daemon behind.</summary>
    public bool IsDaemon { get; init; }
}
