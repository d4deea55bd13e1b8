using System.Text.Json;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Logs;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>
/// Reads what <c>enter</c> says on <c>ENVC_INFO_FD</c>: <c>{"child-pid": N}</c> is the program, where the process that was started is not.
/// </summary>
internal sealed class ProgramInfo : IDisposable
{
    private const int LongestText = 16 << 10;

    private readonly System.Threading.Lock gate = new();
    private readonly ByteBuffer text = new();
    private readonly byte[] chunk = new byte[1024];
    private readonly SafeFileHandle reader;
    private readonly IDisposable watch;
    private bool closed;
    private volatile ProcessHandle? program;
    private ProcessIdentity? identity;

    internal ProgramInfo(SafeFileHandle reader, DescriptorLoop loop)
    {
        this.reader = reader;
        lock (gate)
            watch = loop.Watch(reader, Read);
    }

    /// <summary>The program, once it is known.</summary>
    internal ProcessHandle? Program => program;

    /// <summary>Its pid and start time; null while it is not known, or where it ended at once.</summary>
    internal ProcessIdentity? Identity => identity ??= program is { } known ? ProcessIdentity.Of(known.Pid) : null;

    public void Dispose()
    {
        lock (gate)
        {
            Close();
            program?.Dispose();
        }
    }

    private void Read()
    {
        lock (gate)
        {
            if (closed)
                return;
            var count = Pipe.Read(reader, chunk);
            if (count > 0)
                text.Append(chunk.AsSpan(0, count));
            while (text.Content.IndexOf((byte)'\n') is >= 0 and var end)
            {
                program ??= ChildOf(text.Content[..end]);
                text.RemoveFront(end + 1);
            }

            if (count == 0 || text.Length > LongestText)
                Close();
        }
    }

    private void Close()
    {
        if (closed)
            return;
        closed = true;
        watch.Dispose();
        reader.Dispose();
    }

    private static ProcessHandle? ChildOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("child-pid"u8) && json.Read()
                    && json.TryGetInt32(out var pid))
                {
                    return ProcessHandle.TryOpen(pid);
                }
            }
        }
        catch (JsonException)
        {
            // The service may write to this descriptor too; what is not of `enter` is not for us.
        }

        return null;
    }
}
