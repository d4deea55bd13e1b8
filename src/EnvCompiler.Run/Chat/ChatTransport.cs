using System.Net.Http;
using System.Net.Sockets;
using EnvCompiler.Run.Supervision.Probing;

namespace EnvCompiler.Run.Chat;

/// <summary>How an endpoint is reached: TCP for <c>http://HOST:PORT</c>, a unix socket for <c>unix:///PATH.sock</c>.</summary>
public static class ChatTransport
{
    /// <summary>Scheme of unix sockets.</summary>
    public const string UnixScheme = "unix";

    /// <summary>A handler for the endpoint. It is asked directly: proxies are for other hosts.</summary>
    public static HttpMessageHandler HandlerFor(Uri endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // A server may close a kept connection at any moment, and a POST is not sent twice: each request has a connection of its own.
            PooledConnectionLifetime = TimeSpan.Zero,
        };
        if (endpoint.Scheme == UnixScheme)
        {
            var path = Uri.UnescapeDataString(endpoint.AbsolutePath);
            handler.ConnectCallback = async (_, cancellation) => new NetworkStream(await ServiceSockets.ConnectAsync(path, cancellation), ownsSocket: true);
        }

        return handler;
    }

    /// <summary>The endpoint of a service.</summary>
    /// <param name="host">Host name, address, wildcard address, or the path of a unix socket (it ends in <c>.sock</c>).</param>
    /// <param name="port">Port; not used for a unix socket.</param>
    public static Uri EndpointOf(string host, int port)
    {
        if (host.EndsWith(".sock", StringComparison.Ordinal))
            return new Uri($"{UnixScheme}://{Path.GetFullPath(host)}");
        // A server on a wildcard address answers on the loopback one.
        return new UriBuilder(Uri.UriSchemeHttp, host switch { "0.0.0.0" => "127.0.0.1", "::" => "[::1]", _ => host }, port).Uri;
    }
}
