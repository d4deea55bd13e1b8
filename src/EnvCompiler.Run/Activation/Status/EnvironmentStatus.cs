namespace EnvCompiler.Run.Activation.Status;

/// <summary>What is live in an environment on this host, and how its roots are entered; also the JSON of <c>envc status --json</c>.</summary>
public sealed record EnvironmentStatus
{
    /// <summary>Absolute directory.</summary>
    public required string Environment { get; init; }

    /// <summary>Number of the live generation.</summary>
    public required int Generation { get; init; }

    /// <summary><c>SYSTEM/ACCELERATOR</c> that this host uses; null where the generation has none for it.</summary>
    public string? Target { get; init; }

    /// <summary>Why that target, or why none.</summary>
    public required string TargetReason { get; init; }

    /// <summary>Name of the way into a root that is taken; null where none has been chosen for the host as it is now.</summary>
    public string? Way { get; init; }

    /// <summary>Why that way, or why none.</summary>
    public required string WayReason { get; init; }

    /// <summary>Every way, in the order in which they are tried.</summary>
    public required IReadOnlyList<WayStatus> Ways { get; init; }

    /// <summary>Absolute directory of the store.</summary>
    public required string Store { get; init; }
}
