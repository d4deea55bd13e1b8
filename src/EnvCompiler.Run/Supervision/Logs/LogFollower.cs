using System.Text;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Writes the end of one log and then what is added to it, over its rotation too.</summary>
/// <param name="path">The log; it may come later.</param>
/// <param name="prefix">Begins every line.</param>
/// <param name="output">Gets the lines.</param>
internal sealed class LogFollower(string path, string prefix, TextWriter output) : IDisposable
{
    private readonly ByteBuffer pending = new();
    private readonly byte[] block = new byte[64 << 10];
    private FileStream? file;
    private FileIdentity? identity;

    /// <summary>Writes the last lines.</summary>
    internal void WriteLast(int count)
    {
        Open();
        foreach (var line in LogTail.Lines(path, file, count))
            Write(line);
    }

    /// <summary>Writes whole new lines.</summary>
    internal void WriteNew()
    {
        WriteRest();
        if (FileIdentity.TryOf(path) is not { } now || now == identity)
            return;
        WriteRest();
        file?.Dispose();
        Open();
        WriteRest();
    }

    public void Dispose() => file?.Dispose();

    private void Open()
    {
        identity = FileIdentity.TryOf(path);
        file = LogTail.TryOpen(path);
    }

    private void WriteRest()
    {
        while (file?.Read(block) is > 0 and var count)
        {
            pending.Append(block.AsSpan(0, count));
            var end = pending.Content.LastIndexOf((byte)'\n') + 1;
            foreach (var line in Encoding.UTF8.GetString(pending.Content[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Write(line);
            pending.RemoveFront(end);
        }
    }

    private void Write(string line)
    {
        output.Write(prefix);
        output.WriteLine(line);
    }
}
