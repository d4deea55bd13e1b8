namespace EnvCompiler.Host.Network;

/// <summary>How long a download may take, so that every one ends.</summary>
public sealed record HttpLimits
{
    /// <summary>Until the first byte of an answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two pieces of an answer.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From here on the average speed counts.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lowest average speed, in bytes a second.</summary>
    public long SlowestRate { get; init; } = 8 * 1024;

    /// <summary>
    /// How long no connection to a host may come about before it is given up, for all files. A try that waits longer by itself, because
    /// nobody says no, is the last.
    /// </summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Waits before the second, third, … try, after a failure that may pass.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
        [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
}
