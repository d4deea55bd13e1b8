using System.Globalization;
using System.Text;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>What is in a service's log now, over its old files; it may be written and rotated meanwhile.</summary>
internal sealed class LogHistory : IDisposable
{
    private const int BlockSize = 64 << 10;

    // The newest first. They are opened in this order: a rotation in between shows a file twice, and hides none but the oldest.
    private readonly List<FileStream> files = [];

    /// <summary>Opens what there is.</summary>
    internal LogHistory(string path)
    {
        Add(TryOpen(path));
        for (var number = 1; Add(TryOpen(Old(path, number))); number++)
        {
        }
    }

    /// <summary>An old file: 1 is the newest of them.</summary>
    internal static string Old(string path, int number) => $"{path}.{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Opens a log beside its writer; null when there is none.</summary>
    internal static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The time of a file's first line; null when it has none.</summary>
    internal static DateTimeOffset? FirstTime(string path)
    {
        using var file = TryOpen(path);
        return file is null ? null : TimeAfter(file, 0);
    }

    /// <summary>The last lines, read as they are asked for.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="since">From the first line of this time on; null for all.</param>
    internal IEnumerable<string> Lines(int count, DateTimeOffset? since)
    {
        var starts = new List<long>();
        for (var (i, missing) = (0, count); i < files.Count && missing > 0; i++)
        {
            var first = since is { } time ? StartOf(files[i], time) : 0;
            var start = Math.Max(StartOf(files[i], missing, out missing), first);
            starts.Add(start);
            if (first > 0)
                break;
        }

        for (var i = starts.Count - 1; i >= 0; i--)
        {
            foreach (var line in LinesFrom(files[i], starts[i]))
                yield return line;
        }
    }

    /// <summary>The newest file, at the end of what was read of it; it is the caller's now. Null when there is none.</summary>
    internal FileStream? TakeNewest()
    {
        // Where there is only an old file, a rotation is just going on.
        if (files.Count == 0)
            return null;
        var newest = files[0];
        files.RemoveAt(0);
        return newest;
    }

    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
    }

    private bool Add(FileStream? file)
    {
        if (file is null)
            return false;
        file.Position = file.Length;
        files.Add(file);
        return true;
    }

    /// <summary>Lines from a place up to where the file ends now.</summary>
    internal static IEnumerable<string> LinesFrom(FileStream file, long start)
    {
        var end = file.Length;
        var bytes = new ByteBuffer();
        var block = new byte[BlockSize];
        for (file.Position = start; file.Position < end;)
        {
            var count = file.Read(block, 0, (int)Math.Min(BlockSize, end - file.Position));
            if (count == 0)
                break;
            bytes.Append(block.AsSpan(0, count));
            var whole = file.Position >= end ? bytes.Length : bytes.Content.LastIndexOf((byte)'\n') + 1;
            foreach (var line in Encoding.UTF8.GetString(bytes.Content[..whole]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                yield return line;
            bytes.RemoveFront(whole);
        }
    }

    /// <summary>Where the last lines begin.</summary>
    /// <param name="file">The log.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="missing">How many fewer it has.</param>
    private static long StartOf(FileStream file, int count, out int missing)
    {
        missing = count;
        if (count == int.MaxValue)
            return 0;
        var block = new byte[BlockSize];
        var end = file.Length;
        for (var start = end; start > 0;)
        {
            var size = (int)Math.Min(BlockSize, start);
            start -= size;
            file.Position = start;
            file.ReadExactly(block, 0, size);
            for (var i = size - 1; i >= 0; i--)
            {
                if (block[i] != '\n' || start + i == end - 1)
                    continue;
                if (--missing == 0)
                    return start + i + 1;
            }
        }

        missing -= end > 0 ? 1 : 0;
        return 0;
    }

    /// <summary>Where the first line of a time or later begins: times grow, so half of what is left is out at every look.</summary>
    private static long StartOf(FileStream file, DateTimeOffset since)
    {
        var (low, high) = (0L, file.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (TimeAfter(file, middle) is { } time && time < since)
                low = middle + 1;
            else
                high = middle;
        }

        return LineAfter(file, low);
    }

    /// <summary>The time of the first line that begins at a place or after it and has one.</summary>
    private static DateTimeOffset? TimeAfter(FileStream file, long place)
    {
        foreach (var line in LinesFrom(file, LineAfter(file, place)))
        {
            if (LogLine.TimeOf(line) is { } time)
                return time;
        }

        return null;
    }

    private static long LineAfter(FileStream file, long place)
    {
        if (place == 0)
            return 0;
        var block = new byte[4096];
        for (file.Position = place - 1; ;)
        {
            var start = file.Position;
            var count = file.Read(block);
            if (count == 0)
                return start;
            var end = block.AsSpan(0, count).IndexOf((byte)'\n');
            if (end >= 0)
                return start + end + 1;
        }
    }
}
