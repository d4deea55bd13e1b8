namespace EnvCompiler.Model.Generations;

/// <summary>One line of <c>.envc/history.jsonl</c>: what a generation's directory must not hold.</summary>
public sealed record HistoryEntry
{
    /// <summary><c>build</c> (a new generation became live) or <c>switch</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The generation that became live.</summary>
    public required int Generation { get; init; }

    /// <summary>The generation that was live before, or null.</summary>
    public int? Parent { get; init; }

    /// <summary>SHA-256 of <c>generation.json</c>.</summary>
    public required string Digest { get; init; }

    /// <summary>UTC, ISO 8601 with seconds.</summary>
    public required string Time { get; init; }

    /// <summary>User name.</summary>
    public required string Author { get; init; }

    /// <summary>Host name.</summary>
    public required string Host { get; init; }

    /// <summary>The command line, argv[0] as <c>envc</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }
}
