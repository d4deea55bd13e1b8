using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>How a service of the live generation would be started here and now.</summary>
public sealed record ExplainedService
{
    /// <summary>Its name.</summary>
    public required string Service { get; init; }

    /// <summary>Number of the generation.</summary>
    public required int Generation { get; init; }

    /// <summary><c>SYSTEM/ACCELERATOR</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Why that target: one sentence without a final period.</summary>
    public required string TargetReason { get; init; }

    /// <summary>Group whose root it runs in.</summary>
    public required string Group { get; init; }

    /// <summary>The include that it comes from; null for the manifest itself.</summary>
    public string? Include { get; init; }

    /// <summary>Its condition (<c>when</c>), or null.</summary>
    public string? When { get; init; }

    /// <summary>Why the condition does not hold here; null where it holds or there is none.</summary>
    public string? NotStarted { get; init; }

    /// <summary>The bash text that is run.</summary>
    public required string Command { get; init; }

    /// <summary>The engine, or null for a service with a command of its own.</summary>
    public string? Backend { get; init; }

    /// <summary>The engine's whole command line, secrets masked; null for a service with a command of its own.</summary>
    public IReadOnlyList<string>? CommandLine { get; init; }

    /// <summary><c>http://HOST:PORT</c> or <c>unix:/PATH</c>, or null where envc knows none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Must have answered before <see cref="Ready"/> is asked.</summary>
    public Probe? Startup { get; init; }

    /// <summary>When it counts as ready; null means as soon as it has started.</summary>
    public Probe? Ready { get; init; }

    /// <summary>Asked as long as it is ready.</summary>
    public Probe? Live { get; init; }

    /// <summary>Requests that it must have answered before it counts as ready.</summary>
    public IReadOnlyList<WarmupRequest>? Warmup { get; init; }

    /// <summary>The GPUs that it gets for itself; null means all that its activation sees.</summary>
    public GpuRequest? Gpus { get; init; }

    /// <summary>Its variables: the engine's in the order of its arguments, then all others of the manifest.</summary>
    public IReadOnlyList<ExplainedVariable> Variables { get; init; } = [];

    /// <summary>Secrets without a value, which activation warns of.</summary>
    public IReadOnlyList<string> MissingSecrets { get; init; } = [];

    /// <summary>Why it would fail to start, each one sentence without a final period.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>A hook runs first and may change variables; it is not run for an explanation.</summary>
    public bool HasHook { get; init; }
}
