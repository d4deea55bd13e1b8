using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>Asks a service whether it is ready, over TCP or a unix socket, each time by a new connection and through no proxy.</summary>
internal sealed class HttpProbe : IDisposable
{
    private static readonly HttpRequestOptionsKey<string> SocketPath = new("socket");

    private readonly HttpMessageInvoker http = new(
        new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync });

    /// <summary>One try.</summary>
    /// <param name="probe">Path or URL, and the time one try may take.</param>
    /// <param name="address">Where paths are relative to.</param>
    /// <param name="cancellation">Ends the try.</param>
    /// <returns>Null when it answered 2xx, otherwise what was wrong.</returns>
    internal async Task<string?> TryAsync(Probe probe, ServiceAddress? address, CancellationToken cancellation)
    {
        var isPath = probe.Http.StartsWith('/');
        if (isPath && address is null)
            return $"`{probe.Http}` is a path, and where the service listens is not known";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(probe.Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, isPath ? address!.Url + probe.Http : probe.Http);
            request.Headers.ConnectionClose = true;
            if (isPath && address!.Socket is { } socket)
                request.Options.Set(SocketPath, socket);
            using var response = await http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? null : $"`{probe.Http}` answered {(int)response.StatusCode}";
        }
        catch (OperationCanceledException)
        {
            return $"`{probe.Http}` did not answer within {probe.Timeout.TotalSeconds:0.###} s";
        }
        catch (Exception e) when (e is HttpRequestException or UriFormatException or InvalidOperationException)
        {
            return $"`{probe.Http}` did not answer: {e.Message}";
        }
    }

    public void Dispose() => http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var isUnix = context.InitialRequestMessage.Options.TryGetValue(SocketPath, out var path);
        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await (isUnix
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(path!), cancellation)
                : socket.ConnectAsync(context.DnsEndPoint, cancellation));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
