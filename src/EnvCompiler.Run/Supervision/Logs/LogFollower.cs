using System.Text;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Gives what is added to one log, over its rotation too.</summary>
internal sealed class LogFollower : IDisposable
{
    private readonly string path;
    private readonly string prefix;
    private readonly ByteBuffer pending = new();
    private readonly byte[] block = new byte[64 << 10];
    private FileStream? file;

    /// <param name="path">The log; it may come later.</param>
    /// <param name="prefix">Begins every line.</param>
    internal LogFollower(string path, string prefix)
    {
        (this.path, this.prefix) = (path, prefix);
        if (!File.Exists(path))
            return;
        file = Open(path);
        file.Seek(0, SeekOrigin.End);
    }

    internal static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
    });

    /// <summary>Writes whole new lines.</summary>
    internal void WriteNew(TextWriter output)
    {
        WriteRest(output);
        if (!WasRotated())
            return;
        file?.Dispose();
        file = Open(path);
        WriteRest(output);
    }

    public void Dispose() => file?.Dispose();

    // A rotated log begins anew, so what has been read is longer than what is there; a log that has not come yet begins now.
    private bool WasRotated() => File.Exists(path) && (file is null || new FileInfo(path).Length < file.Position);

    private void WriteRest(TextWriter output)
    {
        while (file?.Read(block) is > 0 and var count)
        {
            pending.Append(block.AsSpan(0, count));
            var end = pending.Content.LastIndexOf((byte)'\n') + 1;
            foreach (var line in Encoding.UTF8.GetString(pending.Content[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                output.Write(prefix);
                output.WriteLine(line);
            }

            pending.RemoveFront(end);
        }
    }
}
