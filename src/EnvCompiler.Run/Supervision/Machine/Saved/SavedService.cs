namespace EnvCompiler.Run.Supervision.Machine.Saved;

/// <summary>A service of a <see cref="SavedMachine"/>.</summary>
internal sealed record SavedService
{
    public required string Name { get; init; }

    /// <summary>Number of the activation that declares it.</summary>
    public required int Activation { get; init; }

    /// <summary>Number of the activation that a restart nobody asked for is made of.</summary>
    public int? SameActivation { get; init; }

    public bool IsDeclared { get; init; }

    public bool IsWanted { get; init; }

    public bool StartAgain { get; init; }

    public bool HasCompleted { get; init; }

    /// <summary>When its policy starts it again.</summary>
    public TimeSpan? RestartsIn { get; init; }

    public int RestartsInARow { get; init; }

    public int Restarts { get; init; }

    public Blockade? Blocked { get; init; }

    public SavedInstance? Current { get; init; }

    public SavedInstance? Next { get; init; }

    public IReadOnlyList<SavedInstance> Outgoing { get; init => field = value ?? []; } = [];

    public SavedInstance? Last { get; init; }
}
