using System.Globalization;
using System.Text;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>
/// One service's log file: <c>2026-11-21T09:45:22.123Z out TEXT</c>, one line of output each, times in UTC. A file that is full or old becomes
/// <c>NAME.log.1</c>, that one <c>NAME.log.2</c>, and so on. A write that fails (a full disk) costs lines, never the service: what is lost is
/// counted and said as soon as writing works again.
/// </summary>
internal sealed class ServiceLog : IServiceLog
{
    // A chunk of empty lines grows thirtyfold by its prefixes; the buffer does not.
    private const int FlushAt = 256 << 10;
    private const int LongestPrefix = 32;

    private readonly System.Threading.Lock gate = new();
    private readonly ByteBuffer text = new();
    private readonly string path;
    private readonly TimeProvider time;
    private FileStream? file;
    private DateTimeOffset begun;
    private long lost;

    /// <param name="path">Log file; its directory exists when something is written.</param>
    /// <param name="time">Clock of the lines.</param>
    internal ServiceLog(string path, TimeProvider time) => (this.path, this.time) = (path, time);

    /// <summary>When the file is full.</summary>
    internal LogLimits Limits
    {
        get;
        set
        {
            lock (gate)
                field = value;
        }
    } = LogLimits.Default;

    /// <inheritdoc/>
    public void Note(string line)
    {
        lock (gate)
        {
            text.Append(Prefix(LogStream.Supervisor, stackalloc byte[LongestPrefix]));
            text.Append(Encoding.UTF8.GetBytes(line));
            text.Append("\n"u8);
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Write(LogStream stream, ReadOnlySpan<byte> lines, SecretRedactor redactor)
    {
        lock (gate)
        {
            var prefix = Prefix(stream, stackalloc byte[LongestPrefix]);
            while (!lines.IsEmpty)
            {
                var end = lines.IndexOf((byte)'\n');
                var line = end < 0 ? lines : lines[..end];
                lines = end < 0 ? default : lines[(end + 1)..];
                text.Append(prefix);
                redactor.Append(line is [.. var rest, (byte)'\r'] ? rest : line, text);
                text.Append("\n"u8);
                if (text.Length >= FlushAt)
                    Flush();
            }

            if (text.Length > 0)
                Flush();
        }
    }

    /// <summary>Closes the file; a later line opens it again.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
            file = null;
        }
    }

    private ReadOnlySpan<byte> Prefix(LogStream stream, Span<byte> space)
    {
        if (!time.GetUtcNow().TryFormat(space, out var length, LogLine.TimeFormat, CultureInfo.InvariantCulture))
            throw new InvalidOperationException("a time is longer than its form");
        space[length++] = (byte)' ';
        length += Encoding.ASCII.GetBytes(LogLine.WordOf(stream), space[length..]);
        space[length++] = (byte)' ';
        return space[..length];
    }

    private void Flush()
    {
        try
        {
            file ??= Open();
            var length = file.Length;
            // Somebody may have emptied the file.
            if (length < file.Position)
                file.Position = length;
            if (IsFull(length))
                Rotate();
            if (lost > 0)
            {
                file.Write(Prefix(LogStream.Supervisor, stackalloc byte[LongestPrefix]));
                file.Write(Encoding.ASCII.GetBytes($"{lost} bytes of this log could not be written\n"));
                lost = 0;
            }

            file.Write(text.Content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its place in the file is where the failed write began: half a line that got there is written over.
            lost += text.Length;
        }

        text.Clear();
    }

    private bool IsFull(long length) =>
        length > 0 && (length + text.Length > Limits.MaxBytes || (Limits.MaxAge is { } age && time.GetUtcNow() - begun >= age));

    private FileStream Open()
    {
        begun = LogHistory.FirstTime(path) ?? time.GetUtcNow();
        var opened = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = FileWriter.Private,
        });
        opened.Position = opened.Length;
        return opened;
    }

    // Where a rename fails the file is still there and written on: it grows, and no line is lost.
    private void Rotate()
    {
        for (var number = Limits.Keep; number > 1; number--)
        {
            if (File.Exists(LogHistory.Old(path, number - 1)))
                File.Move(LogHistory.Old(path, number - 1), LogHistory.Old(path, number), overwrite: true);
        }

        if (Limits.Keep > 0)
            File.Move(path, LogHistory.Old(path, 1), overwrite: true);
        else
            File.Delete(path);
        file!.Dispose();
        file = null;
        file = Open();
    }
}
