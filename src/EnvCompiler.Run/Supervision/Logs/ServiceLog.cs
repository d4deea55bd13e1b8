using EnvCompiler.Host.Files;
using System.Globalization;
using System.Text;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>
/// One service's log file: <c>2026-11-21T09:45:22.123Z out TEXT</c>, one line of output each, times in UTC. When it reaches its
/// limit it becomes <c>NAME.log.1</c>, in place of an older one. A write that fails (a full disk) costs lines, never the service: what
/// is lost is counted and said as soon as writing works again.
/// </summary>
internal sealed class ServiceLog : IDisposable
{
    /// <summary>64 MiB.</summary>
    internal const long DefaultLimit = 64 << 20;


    private readonly System.Threading.Lock gate = new();
    private readonly ByteBuffer text = new();
    private readonly string path;
    private readonly TimeProvider time;
    private readonly long limit;
    private FileStream? file;
    private long lost;

    /// <param name="path">Log file; its directory exists.</param>
    /// <param name="time">Clock of the lines.</param>
    /// <param name="limit">Bytes before rotation.</param>
    internal ServiceLog(string path, TimeProvider time, long limit = DefaultLimit) =>
        (this.path, this.time, this.limit) = (path, time, limit);

    /// <summary>A line of the supervisor's own.</summary>
    internal void Note(string line)
    {
        lock (gate)
        {
            BeginLine(Prefix(LogStream.Supervisor));
            text.Append(Encoding.UTF8.GetBytes(line));
            EndLine();
            Flush();
        }
    }

    /// <summary>Lines of output that came together; they share a time.</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="lines">Bytes with <c>\n</c> after every line, the last one included or not.</param>
    /// <param name="redactor">Takes secrets out.</param>
    internal void Write(LogStream stream, ReadOnlySpan<byte> lines, SecretRedactor redactor)
    {
        lock (gate)
        {
            var prefix = Prefix(stream);
            while (!lines.IsEmpty)
            {
                var end = lines.IndexOf((byte)'\n');
                var line = end < 0 ? lines : lines[..end];
                lines = end < 0 ? default : lines[(end + 1)..];
                BeginLine(prefix);
                redactor.Append(line is [.. var rest, (byte)'\r'] ? rest : line, text);
                EndLine();
            }

            Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            file?.Dispose();
    }

    private byte[] Prefix(LogStream stream)
    {
        var word = stream switch
        {
            LogStream.Output => "out",
            LogStream.Error => "err",
            _ => "envc",
        };
        return Encoding.ASCII.GetBytes($"{time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {word} ");
    }

    private void BeginLine(byte[] prefix) => text.Append(prefix);

    private void EndLine() => text.Append("\n"u8);

    private void Flush()
    {
        try
        {
            file ??= Open();
            if (file.Length > 0 && file.Length + text.Length > limit)
                Rotate();
            if (lost > 0)
            {
                file.Write(Prefix(LogStream.Supervisor));
                file.Write(Encoding.ASCII.GetBytes($"{lost} bytes of this log could not be written\n"));
                lost = 0;
            }

            file.Write(text.Content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lost += text.Length;
        }

        text.Clear();
    }

    private FileStream Open() => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = FileWriter.Private,
    });

    private void Rotate()
    {
        file!.Dispose();
        file = null;
        File.Move(path, path + ".1", overwrite: true);
        file = Open();
    }
}
