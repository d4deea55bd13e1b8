using System.Text;
using System.Threading;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Probing;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Probing;

public sealed class HttpProbeTests
{
    [Theory]
    [InlineData(200, null, null)]
    [InlineData(204, null, null)]
    [InlineData(302, null, "`/health` answered 302")]
    [InlineData(503, null, "`/health` answered 503")]
    [InlineData(503, "503", null)]
    [InlineData(200, "503", "`/health` answered 200")]
    [InlineData(429, "200-299 400-499", null)]
    public async Task The_status_decides(int status, string? wanted, string? problem)
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, $"{status} X", "Location: /elsewhere\r\n"));
        var probe = new Probe { Http = "/health", Status = wanted?.Split(' ').Select(range => StatusRange.Parse(range)!).ToList() };
        Assert.Equal(problem, await TryAsync(probe, server));
    }

    [Theory]
    [InlineData("\"status\": *\"ok\"", null)]
    [InlineData("^ok$", "`/health` answered 200, and no `^ok$` is in it")]
    public async Task The_body_must_match(string pattern, string? problem)
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, """{"status":  "ok"}"""u8.ToArray()));
        Assert.Equal(problem, await TryAsync(new Probe { Http = "/health", Body = pattern }, server));
    }

    [Fact]
    public async Task Only_the_beginning_of_an_endless_body_is_read()
    {
        using var server = new HttpTestServer(async (_, stream, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n");
            while (true)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('a', 4096)), cancellation);
        });
        Assert.Equal("`/health` answered 200, and no `b` is in it", await TryAsync(new Probe { Http = "/health", Body = "b" }, server));
    }

    [Fact]
    public async Task Method_and_headers_are_sent()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "200 OK"));
        var headers = new SortedDictionary<string, string> { ["Authorization"] = "Bearer k", ["Content-Type"] = "text/x", ["Host"] = "service.example" };
        Assert.Null(await TryAsync(new Probe { Http = "/health?deep=1", Method = "POST", Headers = headers }, server));
        var request = Assert.Single(server.Requests);
        Assert.Equal(
            ("POST", "/health?deep=1", "Bearer k", "text/x", "service.example"),
            (request.Method, request.Path, request.Headers["Authorization"], request.Headers["Content-Type"], request.Headers["Host"]));
    }

    [Fact]
    public async Task A_whole_URL_is_asked_where_it_says()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "200 OK"));
        using var probe = new HttpProbe();
        Assert.Null(await probe.TryAsync(new Probe { Http = $"{server.Uri}ready" }, address: null, CancellationToken.None));
        Assert.Equal("/ready", Assert.Single(server.Requests).Path);
    }

    [Theory]
    [InlineData("nothing at all\r\n\r\n")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("")]
    public async Task What_is_no_HTTP_is_no_answer(string answer)
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.WriteAsync(stream, answer));
        Assert.StartsWith("`/health` did not answer: ", await TryAsync(new Probe { Http = "/health" }, server), StringComparison.Ordinal);
    }

    private static async Task<string?> TryAsync(Probe probe, HttpTestServer server)
    {
        using var http = new HttpProbe();
        return await http.TryAsync(probe, new ServiceAddress(server.Uri.ToString().TrimEnd('/')), CancellationToken.None);
    }
}
