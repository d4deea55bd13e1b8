using EnvCompiler.Host.Processes;

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

    /// <summary>Processes that have joined.</summary>
    public IReadOnlyList<RunStateUser> Users { get; init => field = value ?? []; } = [];

    /// <summary>Instances whose first process was started.</summary>
    public IReadOnlyList<RunStateEntry> Instances { get; init => field = value ?? []; } = [];
}
