using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>
/// The upload half of a registry, as the distribution-spec has it: what arrived of a chunk before its connection broke is kept, and told when asked.
/// </summary>
internal sealed class ResumableRegistry : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly MemoryStream upload = new();
    private readonly Queue<long> breaks;

    /// <summary>Starts.</summary>
    /// <param name="breaks">The upload's sizes at which a connection breaks, one after the other.</param>
    internal ResumableRegistry(params long[] breaks)
    {
        this.breaks = new Queue<long>(breaks);
        listener.Start();
        _ = AcceptAsync();
    }

    internal string Host => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>The blob, when it is complete.</summary>
    internal byte[]? Blob { get; private set; }

    /// <summary>Bytes of bodies that arrived, twice those that came twice.</summary>
    internal long Received { get; private set; }

    /// <summary>Method and <c>Content-Range</c> of every request.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

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
            {
                using var client = await listener.AcceptTcpClientAsync(stopped.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var head = await ReadHeadAsync(stream);
        if (head.Length == 0)
            return;
        var lines = head.Split("\r\n");
        var (method, target) = (lines[0].Split(' ')[0], lines[0].Split(' ')[1]);
        Requests.Enqueue($"{method} {Field(lines, "Content-Range")}".TrimEnd());
        var length = long.Parse(Field(lines, "Content-Length") is { Length: > 0 } text ? text : "0", CultureInfo.InvariantCulture);
        if (method is "PATCH" or "PUT" && !await ReadBodyAsync(stream, length))
            return;
        var digest = Uri.UnescapeDataString(target[(target.IndexOf("digest=", StringComparison.Ordinal) + "digest=".Length)..]);
        if (method == "PUT" && digest == $"sha256:{Convert.ToHexStringLower(SHA256.HashData(upload.ToArray()))}")
            Blob = upload.ToArray();
        var (status, fields) = method switch
        {
            "HEAD" => ("404 Not Found", ""),
            "POST" => ("202 Accepted", ""),
            "GET" => ("204 No Content", $"Range: 0-{upload.Length - 1}\r\n"),
            "PATCH" => ("202 Accepted", $"Range: 0-{upload.Length - 1}\r\n"),
            _ => (Blob is null ? "400 Bad Request" : "201 Created", ""),
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\n{fields}Location: /v2/team/app/blobs/uploads/1?at={upload.Length}\r\n{(status.StartsWith("204", StringComparison.Ordinal) ? "" : "Content-Length: 0\r\n")}Connection: close\r\n\r\n"));
    }

    private async Task<bool> ReadBodyAsync(NetworkStream stream, long length)
    {
        var buffer = new byte[64 * 1024];
        while (length > 0)
        {
            var most = breaks.TryPeek(out var end) ? Math.Min(buffer.Length, end - upload.Length) : buffer.Length;
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(most, length)), stopped.Token);
            upload.Write(buffer, 0, count);
            Received += count;
            length -= count;
            if (breaks.TryPeek(out end) && upload.Length == end)
            {
                breaks.Dequeue();
                return false;
            }
        }

        return true;
    }

    private static string Field(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
