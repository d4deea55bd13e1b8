using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EnvCompiler.Run.Tests.Chat;

/// <summary>Answers one connection with fixed bytes, on TCP or on a unix socket.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly Socket listener;

    internal FakeServer(string answer, string? unixPath = null)
    {
        listener = unixPath is null
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(unixPath is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(unixPath));
        listener.Listen();
        Request = AnswerAsync(answer);
    }

    internal Task<string> Request { get; }

    internal int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public void Dispose() => listener.Dispose();

    internal static string Http(int status, string type, string body) =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    private async Task<string> AnswerAsync(string answer)
    {
        using var connection = await listener.AcceptAsync();
        var request = new StringBuilder();
        var buffer = new byte[16384];
        while (!Complete(request.ToString()))
        {
            var count = await connection.ReceiveAsync(buffer);
            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        await connection.SendAsync(Encoding.UTF8.GetBytes(answer));
        connection.Shutdown(SocketShutdown.Both);
        return request.ToString();
    }

    private static bool Complete(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = request.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(length.Split(':')[1]);
    }
}
