using System.Collections.Concurrent;
using System.Net;
using System.Threading;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>Answers requests from a table, and remembers them.</summary>
internal sealed class FakeMirror : HttpMessageHandler
{
    public static readonly Uri Base = new("http://mirror.test/debian/");
    public static readonly Uri SecondBase = new("http://second.test/debian/");

    /// <summary>A source that nothing listens at.</summary>
    public static readonly Uri Silent = new("http://silent.test/debian/");

    private readonly ConcurrentDictionary<string, byte[]> files = new();

    public ConcurrentBag<string> Requests { get; } = [];

    public void Serve(Uri source, string path, byte[] content) => files[source + path] = content;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.ToString();
        Requests.Add(address);
        if (Silent.IsBaseOf(request.RequestUri))
            throw new HttpRequestException("nothing listens");
        var response = files.TryGetValue(address, out var content)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) }
            : new HttpResponseMessage(HttpStatusCode.NotFound);
        return Task.FromResult(response);
    }
}
