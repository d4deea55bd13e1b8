using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Machine.Saved;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>
/// <c>services.json</c> of the run directory: it is there while services may run. A supervisor that finds it at its start knows that the
/// one before it died, and what to look for. No secrets: those are in <see cref="KeptActivations"/>.
/// </summary>
internal sealed record RunState
{
    /// <summary>The boot in which these pids mean something.</summary>
    public required string BootId { get; init; }

    /// <summary>The shell that starts the supervisor again when it was killed; null when nobody does.</summary>
    public ProcessIdentity? Keeper { get; init; }

    /// <summary>When this was written, in ticks of the host's monotonic clock.</summary>
    public long WrittenAt { get; init; }

    /// <summary>What the services are to each other and to those who asked for them.</summary>
    public SavedMachine? Machine { get; init; }

    /// <summary>Keys in <see cref="KeptActivations"/> of the activations that <see cref="Machine"/> numbers.</summary>
    public IReadOnlyList<int> Activations { get; init => field = value ?? []; } = [];

    /// <summary>Processes that have joined.</summary>
    public IReadOnlyList<RunStateUser> Users { get; init => field = value ?? []; } = [];

    /// <summary>Where metrics are to be served, as the newest generation has it; null for nowhere.</summary>
    public string? Metrics { get; init; }

    /// <summary>Instances whose first process was started.</summary>
    public IReadOnlyList<RunStateEntry> Instances { get; init => field = value ?? []; } = [];
}
