using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship.Pulling;

/// <summary>What to pull.</summary>
public sealed record PullRequest
{
    /// <summary>Tag or digest of the generation that shall be live; <c>latest</c> where nothing is said.</summary>
    public string? Target { get; init; }

    /// <summary>The environment's history; empty where there is none yet.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>Only the generation itself, not those beside it.</summary>
    public bool Alone { get; init; }

    /// <summary>Where this environment has gone on otherwise, take the repository's generations in the place of its own.</summary>
    public bool Force { get; init; }

    /// <summary>A signature of each of these is needed on every generation that is taken.</summary>
    public IReadOnlyList<KeyRing> Required { get; init; } = [];
}
