namespace EnvCompiler.Cli.Commands.Generations;

/// <summary>A row of <c>generations list</c>.</summary>
public sealed record ListedGeneration
{
    /// <summary>Its number.</summary>
    public required int Generation { get; init; }

    /// <summary>The one that was live when it came; null for the first.</summary>
    public int? Parent { get; init; }

    /// <summary>It is the one that <c>activate</c> uses.</summary>
    public bool Live { get; init; }

    /// <summary>False where it has been removed since.</summary>
    public bool Present { get; init; }

    /// <summary>How it came: <c>build</c>, <c>pull</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When, UTC, ISO 8601.</summary>
    public required string Time { get; init; }

    /// <summary>User name.</summary>
    public required string Author { get; init; }

    /// <summary>Host name.</summary>
    public required string Host { get; init; }

    /// <summary>The command line.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>SHA-256 of <c>generation.json</c>, and so of all of it.</summary>
    public required string Digest { get; init; }
}
