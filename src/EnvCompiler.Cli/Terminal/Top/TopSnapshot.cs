using EnvCompiler.Run.Supervision.Usage;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>Everything that <c>envc services top</c> shows, at one time; also its JSON.</summary>
internal sealed record TopSnapshot
{
    /// <summary>The environment's directory.</summary>
    public required string Environment { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The supervisor's pid; null when none runs.</summary>
    public int? SupervisorPid { get; init; }

    /// <summary>What the supervisor uses itself.</summary>
    public ProcessesUsage? Supervisor { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyList<TopRow> Services { get; init; }
}
