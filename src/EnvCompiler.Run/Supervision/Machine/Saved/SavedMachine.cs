using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision.Machine.Saved;

/// <summary>
/// What another supervisor needs to go on where one was killed: plain values, ages instead of times, and numbers instead of activations, whose
/// variables hold secrets.
/// </summary>
internal sealed record SavedMachine
{
    /// <summary>What the numbers of activations in here mean: places in this list.</summary>
    [JsonIgnore]
    public IReadOnlyList<ServiceActivation> Activations { get; init; } = [];

    public required int LastInstance { get; init; }

    public bool WasUsed { get; init; }

    /// <summary>Why everything is being stopped; null while nothing is.</summary>
    public EndReason? Ending { get; init; }

    /// <summary>Number of what was declared last.</summary>
    public int? Latest { get; init; }

    public required SavedStarts Starts { get; init; }

    public IReadOnlyList<SavedService> Services { get; init => field = value ?? []; } = [];
}
