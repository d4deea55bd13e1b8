using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>
/// Where one instance tells how it is, by the protocol of sd_notify(3): datagrams of <c>NAME=VALUE</c> lines. Only the user can reach the socket, because
/// its directory is closed to others.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    /// <summary>Tells a program where the socket is.</summary>
    internal const string Variable = "NOTIFY_SOCKET";

    /// <summary>Tells a program within how many microseconds it must say <c>WATCHDOG=1</c> again.</summary>
    internal const string WatchdogVariable = "WATCHDOG_USEC";

    private const int LongestDatagram = 64 << 10;
    private const int LongestStatus = 200;

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string path;
    private readonly TimeProvider time;
    private long lastSign;

    /// <summary>Listens.</summary>
    /// <param name="path">Of the socket; what is there from an earlier supervisor is replaced.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal NotifySocket(string path, TimeProvider time)
    {
        (this.path, this.time) = (path, time);
        lastSign = time.GetTimestamp();
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on `{path}`: {e.Message}", e);
        }

        _ = ReceiveAsync();
    }

    /// <summary>What it said last of itself (<c>STATUS=</c>), or null.</summary>
    internal string? Status { get; private set; }

    /// <summary>Ends when it has said <c>READY=1</c>.</summary>
    internal Task ReadyAsync(CancellationToken cancellation) => ready.Task.WaitAsync(cancellation);

    /// <summary>How long it has given no sign of life: <c>WATCHDOG=1</c>, or <c>READY=1</c> at first.</summary>
    internal TimeSpan SinceLastSign => time.GetElapsedTime(Interlocked.Read(ref lastSign));

    public void Dispose()
    {
        socket.Dispose();
        File.Delete(path);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[LongestDatagram];
        try
        {
            while (true)
            {
                var count = await socket.ReceiveAsync(buffer, SocketFlags.None);
                var lines = Encoding.UTF8.GetString(buffer, 0, count).Split('\n');
                foreach (var line in lines)
                    Take(line);
                // Last, so that whoever waits finds what was said with it.
                if (lines.Contains("READY=1", StringComparer.Ordinal))
                    ready.TrySetResult();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed: the instance has ended.
        }
    }

    private void Take(string line)
    {
        switch (line)
        {
            case "READY=1" or "WATCHDOG=1":
                Interlocked.Exchange(ref lastSign, time.GetTimestamp());
                break;
            case ['S', 'T', 'A', 'T', 'U', 'S', '=', .. var text]:
                Status = text.Length == 0 ? null : string.Concat(text.Take(LongestStatus).Select(c => char.IsControl(c) ? ' ' : c));
                break;
        }
    }
}
