using System.Runtime.CompilerServices;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Reads services' logs; it needs no supervisor.</summary>
public static class ServiceLogReader
{
    private static readonly TimeSpan FollowPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>The last lines of a log; of older files too when the new one is short. None when there is no log.</summary>
    public static IReadOnlyList<string> LastLines(string log, int count)
    {
        using var history = new LogHistory(log);
        return [.. history.Lines(count, since: null)];
    }

    /// <summary>Lines of some logs by their times, read as they are asked for.</summary>
    public static IEnumerable<LogLine> Read(LogQuery query)
    {
        var histories = query.Logs.Select(log => (log.Key, History: new LogHistory(log.Value))).ToList();
        try
        {
            foreach (var line in Merge([.. histories.Select(log => (log.Key, log.History.Lines(query.Lines, query.Since)))]))
                yield return line;
        }
        finally
        {
            foreach (var (_, history) in histories)
                history.Dispose();
        }
    }

    /// <summary>What is there, and then what is added: batches by time, to be read in turn and each to its end.</summary>
    /// <param name="query">Which lines of what is there.</param>
    /// <param name="newLogs">Asked from time to time for logs that are to be followed too.</param>
    /// <param name="isAlive">Asked from time to time whether more can come.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="cancellation">Ends the following, which is no error.</param>
    public static async IAsyncEnumerable<IEnumerable<LogLine>> FollowAsync(
        LogQuery query, Func<IReadOnlyDictionary<string, string>> newLogs, Func<ValueTask<bool>> isAlive, TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var followers = new SortedDictionary<string, LogFollower>(StringComparer.Ordinal);
        foreach (var (service, path) in query.Logs)
            followers.Add(service, new LogFollower(path));
        try
        {
            yield return Merge([.. followers.Select(log => (log.Key, log.Value.OldLines(query.Lines, query.Since)))]);
            for (var alive = true; alive && !cancellation.IsCancellationRequested;)
            {
                alive = await isAlive();
                foreach (var (service, path) in newLogs())
                    followers.TryAdd(service, new LogFollower(path));
                yield return Merge([.. followers.Select(log => (log.Key, log.Value.NewLines()))]);
                if (alive)
                    await Task.Delay(FollowPeriod, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            foreach (var follower in followers.Values)
                follower.Dispose();
        }
    }

    private static IEnumerable<LogLine> Merge(IReadOnlyList<(string Service, IEnumerable<string> Lines)> logs)
    {
        var heads = new PriorityQueue<IEnumerator<LogLine>, (DateTimeOffset, int)>();
        for (var i = 0; i < logs.Count; i++)
        {
            var (service, lines) = logs[i];
            Advance(lines.Select(line => LogLine.Parse(service, line)).GetEnumerator(), DateTimeOffset.MinValue, i);
        }

        while (heads.TryDequeue(out var log, out var place))
        {
            yield return log.Current;
            Advance(log, place.Item1, place.Item2);
        }

        // A line without a time belongs to the one before it.
        void Advance(IEnumerator<LogLine> log, DateTimeOffset before, int index)
        {
            if (log.MoveNext())
                heads.Enqueue(log, (log.Current.Time ?? before, index));
            else
                log.Dispose();
        }
    }
}
