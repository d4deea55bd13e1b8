namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>What has happened to one service since the supervisor started.</summary>
internal sealed class ServiceCounters
{
    /// <summary>Upper bounds of the buckets of <see cref="ReadyBuckets"/>, seconds: from a small program to a large model.</summary>
    internal static readonly double[] ReadyBounds = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    /// <summary>Instances that were started.</summary>
    internal long Starts { get; set; }

    /// <summary>Instances that ended, by reason.</summary>
    internal SortedDictionary<EndReason, long> Ends { get; } = [];

    /// <summary>Probes that failed, by what they were for.</summary>
    internal SortedDictionary<Machine.ProbeStage, long> ProbeFailures { get; } = [];

    /// <summary>Instances that became ready within each bound.</summary>
    internal long[] ReadyBuckets { get; } = new long[ReadyBounds.Length];

    /// <summary>Instances that became ready.</summary>
    internal long Readies { get; private set; }

    /// <summary>Seconds that they took together.</summary>
    internal double ReadySeconds { get; private set; }

    /// <summary>An instance became ready.</summary>
    internal void AddReady(TimeSpan took)
    {
        Readies++;
        ReadySeconds += took.TotalSeconds;
        for (var i = 0; i < ReadyBounds.Length; i++)
        {
            if (took.TotalSeconds <= ReadyBounds[i])
                ReadyBuckets[i]++;
        }
    }
}
