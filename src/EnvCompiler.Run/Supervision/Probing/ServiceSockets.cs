using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>Connections to services.</summary>
internal static class ServiceSockets
{
    /// <summary>A connection over TCP.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    internal static Task<Socket> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellation) =>
        ConnectAsync(new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, endPoint, cancellation);

    /// <summary>A connection to a unix socket.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    internal static Task<Socket> ConnectAsync(string path, CancellationToken cancellation) =>
        ConnectAsync(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path), cancellation);

    /// <summary>Whether <c>HOST:PORT</c> accepts a connection.</summary>
    /// <returns>Null when it does, otherwise what was wrong.</returns>
    internal static async Task<string?> TryTcpAsync(string hostAndPort, CancellationToken cancellation)
    {
        var colon = hostAndPort.LastIndexOf(':');
        var endPoint = new DnsEndPoint(hostAndPort[..colon].Trim('[', ']'), int.Parse(hostAndPort.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        return await TryAsync(hostAndPort, () => ConnectAsync(endPoint, cancellation));
    }

    /// <summary>Whether a unix socket accepts a connection.</summary>
    /// <returns>Null when it does, otherwise what was wrong.</returns>
    internal static async Task<string?> TryUnixAsync(string path, CancellationToken cancellation) =>
        await TryAsync(path, () => ConnectAsync(path, cancellation));

    private static async Task<string?> TryAsync(string name, Func<Task<Socket>> connect)
    {
        try
        {
            using var socket = await connect();
            return null;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return $"`{name}` accepts no connection: {e.Message}";
        }
    }

    private static async Task<Socket> ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellation)
    {
        try
        {
            await socket.ConnectAsync(endPoint, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
