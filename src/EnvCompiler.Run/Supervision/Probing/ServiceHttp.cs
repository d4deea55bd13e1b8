using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>HTTP to services: their own endpoint by a path, over TCP or a unix socket, or any URL; through no proxy.</summary>
internal static class ServiceHttp
{
    private static readonly HttpRequestOptionsKey<string> SocketPath = new("socket");

    internal static SocketsHttpHandler NewHandler() => new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync };

    /// <summary>A request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="target">A path on the service's endpoint, or a URL.</param>
    /// <param name="address">The endpoint; needed for a path.</param>
    /// <param name="headers">Its headers, or null.</param>
    /// <param name="body">Its body, JSON unless the headers say otherwise, or null.</param>
    internal static HttpRequestMessage Request(
        HttpMethod method, string target, ServiceAddress? address, IReadOnlyDictionary<string, string>? headers, byte[]? body)
    {
        var isPath = target.StartsWith('/');
        var request = new HttpRequestMessage(method, isPath ? address!.Url + target : target);
        if (isPath && address!.Socket is { } socket)
            request.Options.Set(SocketPath, socket);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            if (request.Headers.TryAddWithoutValidation(name, value))
                continue;
            // A header of content, such as Content-Type, is the body's.
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Whether it is the other side's or the address's fault that there is no answer.</summary>
    internal static bool IsFailure(Exception e) => e is HttpRequestException or UriFormatException or InvalidOperationException or IOException;

    /// <summary>Why there is no answer. What is wrong with TLS or with an answer, .NET says in the exception within; that of a socket does not know the address.</summary>
    internal static string ReasonOf(Exception e) => e is HttpRequestException or AuthenticationException && e.InnerException is { } inner and not SocketException ? ReasonOf(inner) : e.Message;

    /// <summary>The text of an answer, at most so many bytes of it.</summary>
    internal static async Task<string> ReadTextAsync(HttpContent content, int most, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var text = new MemoryStream();
        var buffer = new byte[Math.Min(most, 16 << 10)];
        while (text.Length < most && await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - text.Length)), cancellation) is > 0 and var count)
            text.Write(buffer, 0, count);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var isUnix = context.InitialRequestMessage.Options.TryGetValue(SocketPath, out var path);
        return new NetworkStream(
            isUnix ? await ServiceSockets.ConnectAsync(path!, cancellation) : await ServiceSockets.ConnectAsync(context.DnsEndPoint, cancellation), ownsSocket: true);
    }
}
