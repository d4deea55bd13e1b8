using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Machine.Saved;

/// <summary>An instance of a <see cref="SavedService"/>. Times are ages.</summary>
internal sealed record SavedInstance
{
    public required int Id { get; init; }

    /// <summary>Number of the activation that it was started with.</summary>
    public required int Activation { get; init; }

    public int? Port { get; init; }

    public IReadOnlyDictionary<string, int> Dependencies { get; init => field = value ?? new Dictionary<string, int>(); } = new Dictionary<string, int>();

    public InstancePhase Phase { get; init; }

    public TimeSpan InPhase { get; init; }

    public TimeSpan Started { get; init; }

    public TimeSpan? Ready { get; init; }

    public EndReason? Reason { get; init; }

    public string? Detail { get; init; }

    public ExitStatus? Exit { get; init; }
}
