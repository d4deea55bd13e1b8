using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace EnvCompiler.TestKit;

/// <summary>
/// An HTTP server on 127.0.0.1 that can misbehave: an answer is whatever bytes a test writes to the connection, which is closed after it.
/// </summary>
public sealed class HttpTestServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Func<HttpTestRequest, Stream, CancellationToken, Task> answer;

    /// <summary>Starts on a free port.</summary>
    /// <param name="answer">Writes the answer of a request; the token ends with the server.</param>
    public HttpTestServer(Func<HttpTestRequest, Stream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Serves files by path (with leading slash), 404 for the rest.</summary>
    public HttpTestServer(IReadOnlyDictionary<string, byte[]> files)
        : this((request, stream, _) => files.TryGetValue(request.Path, out var content) ? OkAsync(stream, content) : StatusAsync(stream, "404 Not Found"))
    {
    }

    /// <summary>Base address, ends with a slash.</summary>
    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>Every request so far.</summary>
    public ConcurrentQueue<HttpTestRequest> Requests { get; } = new();

    /// <summary>Answers 200 with a body and its length.</summary>
    public static async Task OkAsync(Stream stream, byte[] body, string moreHeaders = "")
    {
        await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{moreHeaders}\r\n");
        await stream.WriteAsync(body);
    }

    /// <summary>Answers with a status line (<c>404 Not Found</c>) and no body.</summary>
    public static Task StatusAsync(Stream stream, string status, string moreHeaders = "") =>
        WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{moreHeaders}\r\n");

    /// <summary>Writes text as it is.</summary>
    public static async Task WriteAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <inheritdoc/>
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
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadRequestAsync(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    await answer(request, stream, stopped.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, as some tests want.
            }
        }
    }

    private static async Task<HttpTestRequest?> ReadRequestAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, 1024, leaveOpen: true);
        if (await reader.ReadLineAsync() is not { } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var body = new char[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        // Reading nothing would wait for more, too.
        if (body.Length > 0)
            await reader.ReadBlockAsync(body);
        return new HttpTestRequest(first.Split(' ')[1], headers)
        {
            Method = first.Split(' ')[0],
            Body = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)),
        };
    }
}
