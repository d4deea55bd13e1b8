using System.Text;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Reads services' logs; it needs no supervisor.</summary>
public static class ServiceLogReader
{
    private const int BlockSize = 64 << 10;
    private static readonly TimeSpan FollowPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>The last lines of a log; of the rotated one too when the new one is short. None when there is no log.</summary>
    public static IReadOnlyList<string> LastLines(string log, int count)
    {
        var lines = LastLinesOf(log, count);
        return lines.Length < count ? [.. LastLinesOf(log + ".1", count - lines.Length), .. lines] : lines;
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
        var followers = new List<LogFollower>();
        foreach (var (name, log) in logs)
        {
            var prefix = width == 0 ? "" : name.PadRight(width) + " | ";
            followers.Add(new LogFollower(log, prefix));
            foreach (var line in LastLines(log, lines))
                await output.WriteLineAsync(prefix + line);
        }

        await output.FlushAsync(CancellationToken.None);
        for (var alive = isAlive is not null; alive && !cancellation.IsCancellationRequested;)
        {
            alive = isAlive!();
            foreach (var follower in followers)
                follower.WriteNew(output);
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(FollowPeriod, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var follower in followers)
            follower.Dispose();
    }

    private static string[] LastLinesOf(string path, int count)
    {
        if (count <= 0 || !File.Exists(path))
            return [];
        using var file = LogFollower.Open(path);
        var start = file.Length;
        var tail = Array.Empty<byte>();
        for (var found = 0; start > 0 && found <= count;)
        {
            var size = (int)Math.Min(BlockSize, start);
            start -= size;
            var block = new byte[size];
            file.Position = start;
            file.ReadExactly(block);
            found += block.AsSpan().Count((byte)'\n');
            tail = [.. block, .. tail];
        }

        var lines = Encoding.UTF8.GetString(tail).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length <= count ? lines : lines[^count..];
    }
}
