using System.Text;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>The last lines of a log that is being written.</summary>
internal static class LogTail
{
    private const int BlockSize = 64 << 10;

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

    /// <summary>The last lines; of the rotated log first, when this one has too few.</summary>
    internal static IEnumerable<string> Lines(string path, FileStream? file, int count)
    {
        var start = file is null ? 0 : StartOf(file, count, out count);
        if (count > 0)
        {
            using var older = TryOpen(path + ".1");
            if (older is not null)
            {
                foreach (var line in LinesFrom(older, StartOf(older, count, out _)))
                    yield return line;
            }
        }

        if (file is null)
            yield break;
        foreach (var line in LinesFrom(file, start))
            yield return line;
    }

    // Leaves the file where its end was, so that a follower goes on from there.
    private static IEnumerable<string> LinesFrom(FileStream file, long start)
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
        missing = Math.Max(count, 0);
        if (missing == 0)
            return file.Length;
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
}
