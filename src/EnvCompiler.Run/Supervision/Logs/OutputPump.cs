using EnvCompiler.Host.Processes;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>
/// Carries one stream of a service into its log, whole lines at a time. It reads as fast as the service writes, so that the service never
/// waits for a full pipe; a line without an end is cut at 64 KiB.
/// </summary>
internal sealed class OutputPump : IDisposable
{
    private const int LongestLine = 64 << 10;
    private const int ChunkSize = 64 << 10;

    // A turn of the loop or a drain at a time on each thread: hundreds of pumps do not need hundreds of these.
    [ThreadStatic]
    private static byte[]? buffer;

    private readonly System.Threading.Lock gate = new();
    private readonly ByteBuffer pending = new();
    private readonly SafeFileHandle reader;
    private readonly LogStream stream;
    private readonly IServiceLog log;
    private readonly SecretRedactor redactor;
    private readonly LineWatch? lineWatch;
    private readonly IDisposable watch;
    private bool closed;

    internal OutputPump(
        DescriptorLoop loop, SafeFileHandle reader, LogStream stream, IServiceLog log, SecretRedactor redactor, LineWatch? lineWatch = null)
    {
        (this.reader, this.stream, this.log, this.redactor, this.lineWatch) = (reader, stream, log, redactor, lineWatch);
        lock (gate)
            watch = loop.Watch(reader, ReadSome);
    }

    /// <summary>Carries over what is in the pipe now, from any thread.</summary>
    internal void Drain()
    {
        lock (gate)
        {
            while (ReadOnce())
            {
            }
        }
    }

    /// <summary>Drains and closes.</summary>
    public void Dispose()
    {
        Drain();
        lock (gate)
            Close();
    }

    // One chunk a turn: a busy service does not keep others from theirs.
    private void ReadSome()
    {
        lock (gate)
            ReadOnce();
    }

    private bool ReadOnce()
    {
        if (closed)
            return false;
        var chunk = buffer ??= new byte[ChunkSize];
        var count = Pipe.Read(reader, chunk);
        if (count < 0)
            return false;
        if (count == 0)
        {
            Close();
            return false;
        }

        Take(chunk.AsSpan(0, count));
        return true;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        if (end > 0 && pending.Length == 0)
        {
            Write(bytes[..end]);
            pending.Append(bytes[end..]);
        }
        else
        {
            var whole = end == 0 ? 0 : pending.Length + end;
            pending.Append(bytes);
            Release(whole);
        }

        if (pending.Length > LongestLine + redactor.Longest)
            Release(redactor.LastCut(pending.Content));
    }

    private void Release(int count)
    {
        if (count == 0)
            return;
        Write(pending.Content[..count]);
        pending.RemoveFront(count);
    }

    private void Write(ReadOnlySpan<byte> lines)
    {
        log.Write(stream, lines, redactor);
        lineWatch?.Look(lines);
    }

    private void Close()
    {
        if (closed)
            return;
        closed = true;
        Release(pending.Length);
        watch.Dispose();
        reader.Dispose();
    }
}
