using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>Forwards connections of loopback, and cuts the first ones after some bytes in one direction.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly string target;
    private readonly long upstreamLimit;
    private readonly long downstreamLimit;
    private int cuts;
    private long upstream;
    private long downstream;

    /// <summary>Starts.</summary>
    /// <param name="target"><c>HOST:PORT</c>.</param>
    /// <param name="cuts">How often to cut.</param>
    /// <param name="upstreamLimit">Bytes to the target after which a connection is cut.</param>
    /// <param name="downstreamLimit">Bytes from the target after which a connection is cut.</param>
    internal CuttingProxy(string target, int cuts, long upstreamLimit = long.MaxValue, long downstreamLimit = long.MaxValue)
    {
        this.target = target;
        this.cuts = cuts;
        this.upstreamLimit = upstreamLimit;
        this.downstreamLimit = downstreamLimit;
        listener.Start();
        _ = AcceptAsync();
    }

    internal string Host => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Bytes to the target so far.</summary>
    internal long Upstream => Interlocked.Read(ref upstream);

    /// <summary>Bytes from the target so far.</summary>
    internal long Downstream => Interlocked.Read(ref downstream);

    /// <summary>How many cuts are left.</summary>
    internal int CutsLeft => Math.Max(0, Volatile.Read(ref cuts));

    public void Dispose()
    {
        stopped.Cancel();
        listener.Dispose();
        stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopped.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            var parts = target.Split(':');
            await server.ConnectAsync(parts[0], int.Parse(parts[1]), stopped.Token);
            var up = PumpAsync(client.GetStream(), server.GetStream(), upstreamLimit, count => Interlocked.Add(ref upstream, count));
            var down = PumpAsync(server.GetStream(), client.GetStream(), downstreamLimit, count => Interlocked.Add(ref downstream, count));
            await Task.WhenAny(up, down);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, long limit, Action<long> count)
    {
        var buffer = new byte[32 * 1024];
        var passed = 0L;
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, stopped.Token)) > 0;)
            {
                var part = passed < limit ? (int)Math.Min(read, limit - passed) : read;
                await to.WriteAsync(buffer.AsMemory(0, part), stopped.Token);
                count(part);
                passed += part;
                if (passed == limit && Interlocked.Decrement(ref cuts) >= 0)
                    return;
                if (part < read)
                    await to.WriteAsync(buffer.AsMemory(part, read - part), stopped.Token);
                count(read - part);
                passed += read - part;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One end has gone.
        }
    }
}
