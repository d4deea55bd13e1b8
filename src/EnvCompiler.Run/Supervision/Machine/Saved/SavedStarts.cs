namespace EnvCompiler.Run.Supervision.Machine.Saved;

/// <summary>Who uses what. A script that ran when the supervisor was killed is not run again.</summary>
internal sealed record SavedStarts
{
    /// <summary>The start of each process that has joined, by pid.</summary>
    public IReadOnlyDictionary<int, string> Users { get; init => field = value ?? new Dictionary<int, string>(); } = new Dictionary<int, string>();

    /// <summary>Numbers of the activations whose scripts may have to be run.</summary>
    public IReadOnlyList<int> Activations { get; init => field = value ?? []; } = [];

    /// <summary>Numbers of the activations whose scripts wait to be run.</summary>
    public IReadOnlyList<int> Scripts { get; init => field = value ?? []; } = [];

    /// <summary>Services run on without activations.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The start that they hold.</summary>
    public string? Held { get; init; }
}
