namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Which lines of which logs.</summary>
/// <param name="Logs">Path of each service's log, by name.</param>
public sealed record LogQuery(IReadOnlyDictionary<string, string> Logs)
{
    /// <summary>How many last lines of each.</summary>
    public int Lines { get; init; } = int.MaxValue;

    /// <summary>Only from this time on; null for all.</summary>
    public DateTimeOffset? Since { get; init; }
}
