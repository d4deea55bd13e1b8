namespace EnvCompiler.Run.Supervision.State;

/// <summary>
/// <c>services.json</c> of the run directory: it is there while services may run. A supervisor that finds it at its start knows that the
/// one before it died, and what to look for.
/// </summary>
internal sealed record RunState
{
    /// <summary>The boot in which these pids mean something.</summary>
    public required string BootId { get; init; }

    /// <summary>First processes of the instances.</summary>
    public IReadOnlyList<RunStateEntry> Instances { get; init => field = value ?? []; } = [];
}
