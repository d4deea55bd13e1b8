using System.Threading;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Reads services' logs; it needs no supervisor.</summary>
public static class ServiceLogReader
{
    private static readonly TimeSpan FollowPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>The last lines of a log; of the rotated one too when the new one is short. None when there is no log.</summary>
    public static IReadOnlyList<string> LastLines(string log, int count)
    {
        using var file = LogTail.TryOpen(log);
        return [.. LogTail.Lines(log, file, count)];
    }

    /// <summary>Writes the last lines of some logs and then, when following, what is added to them.</summary>
    /// <param name="logs">Path of each service's log, by name. With several, each line begins with the name.</param>
    /// <param name="lines">How many last lines of each.</param>
    /// <param name="isAlive">Null prints what is there; otherwise asked from time to time whether more can come.</param>
    /// <param name="output">Gets the lines.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="cancellation">Ends the following, which is no error.</param>
    public static async Task WriteAsync(
        IReadOnlyDictionary<string, string> logs, int lines, Func<bool>? isAlive, TextWriter output, TimeProvider time, CancellationToken cancellation)
    {
        var width = logs.Count > 1 ? logs.Keys.Max(name => name.Length) : 0;
        var followers = logs.Select(log => new LogFollower(log.Value, width == 0 ? "" : log.Key.PadRight(width) + " | ", output)).ToList();
        foreach (var follower in followers)
            follower.WriteLast(lines);
        await output.FlushAsync(CancellationToken.None);
        for (var alive = isAlive is not null; alive && !cancellation.IsCancellationRequested;)
        {
            alive = isAlive!();
            foreach (var follower in followers)
                follower.WriteNew();
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(FollowPeriod, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var follower in followers)
            follower.Dispose();
    }
}
