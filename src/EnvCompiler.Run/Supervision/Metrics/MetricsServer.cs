using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>
/// Answers <c>GET /metrics</c> over HTTP and nothing else. No request changes anything, whoever sends it and whatever its headers say: none is looked at.
/// A client gets one answer and five seconds, and only so many are served at once.
/// </summary>
internal sealed class MetricsServer : IDisposable
{
    private const int LongestRequest = 8 << 10;
    private const int MostClients = 16;
    private static readonly TimeSpan ServeWithin = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource end = new();
    private readonly SemaphoreSlim free = new(MostClients);
    private readonly Func<CancellationToken, Task<string>> report;
    private readonly TcpListener listener;

    /// <summary>Listens.</summary>
    /// <param name="address">Where.</param>
    /// <param name="report">Makes the text, from any thread.</param>
    /// <exception cref="SocketException">It cannot listen there.</exception>
    internal MetricsServer(IPEndPoint address, Func<CancellationToken, Task<string>> report)
    {
        this.report = report;
        Asked = address;
        listener = new TcpListener(address);
        listener.Start();
        Serving = AcceptAsync();
    }

    /// <summary>The address that was asked for.</summary>
    internal IPEndPoint Asked { get; }

    /// <summary>Where it listens.</summary>
    internal IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Ends when this is disposed.</summary>
    internal Task Serving { get; }

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await free.WaitAsync(end.Token);
                _ = ServeAsync(await listener.AcceptTcpClientAsync(end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody is served any more.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        limited.CancelAfter(ServeWithin);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var (status, body) = await AnswerAsync(await ReadRequestLineAsync(stream, limited.Token), limited.Token);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Head(status, body) + body), limited.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The client is gone or too slow, or the supervisor ends.
        }
        finally
        {
            free.Release();
        }
    }

    private async Task<(string Status, string Body)> AnswerAsync(string? request, CancellationToken cancellation) => request?.Split(' ') switch
    {
        ["GET", var path, "HTTP/1.0" or "HTTP/1.1"] when path == "/metrics" || path.StartsWith("/metrics?", StringComparison.Ordinal) =>
            ("200 OK", await report(cancellation)),
        ["GET", _, "HTTP/1.0" or "HTTP/1.1"] => ("404 Not Found", "only /metrics is here\n"),
        [_, _, "HTTP/1.0" or "HTTP/1.1"] => ("405 Method Not Allowed", "only GET\n"),
        _ => ("400 Bad Request", "not HTTP/1.1\n"),
    };

    private static string Head(string status, string body) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: {MetricsReport.ContentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nAllow: GET\r\nConnection: close\r\n\r\n");

    /// <summary>The first line, when the whole head has come; null where it is too long or cut off.</summary>
    private static async Task<string?> ReadRequestLineAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new byte[LongestRequest];
        for (var length = 0; length < head.Length;)
        {
            var count = await stream.ReadAsync(head.AsMemory(length), cancellation);
            if (count == 0)
                return null;
            length += count;
            if (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
                return Encoding.Latin1.GetString(head, 0, head.AsSpan(0, length).IndexOf("\r\n"u8));
        }

        return null;
    }
}
