using System.Text;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>What is in one log and then what is added to it, over its rotations too.</summary>
/// <param name="path">The log; it may come later.</param>
internal sealed class LogFollower(string path) : IDisposable
{
    private readonly ByteBuffer pending = new();
    private readonly byte[] block = new byte[64 << 10];
    private FileStream? file;
    private FileIdentity? identity;
    private FileIdentity? older;

    /// <summary>What is there; to be read to its end before <see cref="NewLines"/>.</summary>
    internal IEnumerable<string> OldLines(int count, DateTimeOffset? since)
    {
        using var history = new LogHistory(path);
        foreach (var line in history.Lines(count, since))
            yield return line;
        Take(history.TakeNewest());
    }

    /// <summary>Whole lines that are new.</summary>
    internal IEnumerable<string> NewLines()
    {
        foreach (var line in Rest())
            yield return line;
        if (FileIdentity.TryOf(path) is not { } now || now == identity)
            yield break;
        // What was written between the last look and the rename.
        foreach (var line in Rest())
            yield return line;
        foreach (var missed in Missed())
        {
            Take(missed);
            foreach (var line in Rest())
                yield return line;
        }

        Take(LogHistory.TryOpen(path));
        foreach (var line in Rest())
            yield return line;
    }

    public void Dispose() => file?.Dispose();

    private void Take(FileStream? next)
    {
        file?.Dispose();
        file = next;
        pending.Clear();
        identity = next is null ? null : IdentityOf(next);
        older = FileIdentity.TryOf(LogHistory.Old(path, 1));
    }

    /// <summary>Files that came and went between two looks, the oldest first.</summary>
    private Stack<FileStream> Missed()
    {
        var missed = new Stack<FileStream>();
        for (var number = 1; LogHistory.TryOpen(LogHistory.Old(path, number)) is { } old; number++)
        {
            if (IdentityOf(old) is var found && (found == identity || found == older))
            {
                old.Dispose();
                break;
            }

            missed.Push(old);
        }

        return missed;
    }

    private static FileIdentity? IdentityOf(FileStream open) =>
        FileIdentity.TryOf($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}");

    private IEnumerable<string> Rest()
    {
        if (file is not null && file.Length < file.Position)
            file.Position = 0;
        while (file?.Read(block) is > 0 and var count)
        {
            pending.Append(block.AsSpan(0, count));
            var end = pending.Content.LastIndexOf((byte)'\n') + 1;
            var lines = Encoding.UTF8.GetString(pending.Content[..end]);
            pending.RemoveFront(end);
            foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                yield return line;
        }
    }
}
