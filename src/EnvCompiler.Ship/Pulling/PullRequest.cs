using EnvCompiler.Model.Generations;

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
}
