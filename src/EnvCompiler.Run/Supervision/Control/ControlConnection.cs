using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Control;

/// <summary>JSON objects, one a line, over a unix socket.</summary>
/// <param name="socket">Connected; closed with this.</param>
internal sealed class ControlConnection(Socket socket) : IDisposable
{
    // A request carries an activation's variables; the kernel allows a process 2 MiB of them by default.
    private const int LongestLine = 16 << 20;

    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private byte[] buffer = new byte[16 << 10];
    private int filled;

    internal async Task WriteAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, type), (byte)'\n'];
        await stream.WriteAsync(line, cancellation);
    }

    /// <summary>The next line; default at the end of the stream.</summary>
    /// <exception cref="JsonException">It is not what it should be.</exception>
    internal async Task<T?> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            var end = buffer.AsSpan(0, filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var message = JsonSerializer.Deserialize(buffer.AsSpan(0, end), type);
                filled -= end + 1;
                buffer.AsSpan(end + 1, filled).CopyTo(buffer);
                return message;
            }

            if (filled == LongestLine)
                throw new JsonException("the line is too long");
            if (filled == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LongestLine));
            var count = await stream.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (count == 0)
                return null;
            filled += count;
        }
    }

    /// <summary>Waits until the other side has closed; what it still sends meanwhile stays unread.</summary>
    internal async Task WaitForEndAsync(CancellationToken cancellation)
    {
        var one = new byte[1];
        while (await socket.ReceiveAsync(one, SocketFlags.Peek, cancellation) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
    }

    public void Dispose() => stream.Dispose();
}
