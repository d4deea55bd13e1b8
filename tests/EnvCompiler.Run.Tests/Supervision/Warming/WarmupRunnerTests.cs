using System.Text;
using System.Threading;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Warming;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Warming;

public sealed class WarmupRunnerTests
{
    private const string Models = """{"object":"list","data":[{"id":"tiny"},{"id":"other"}]}""";
    private const string Chat = """{"choices":[{"message":{"role":"assistant","content":""},"finish_reason":"length"}]}""";

    [Fact]
    public async Task Each_kind_of_request_is_sent_in_order_to_the_first_model_with_the_key()
    {
        using var server = Server(new()
        {
            ["/v1/models"] = Models,
            ["/v1/chat/completions"] = Chat,
            ["/v1/completions"] = """{"choices":[{"text":"","index":0}]}""",
            ["/v1/embeddings"] = """{"data":[{"embedding":[0.5,1],"index":0}]}""",
            ["/load"] = "",
        });
        var (problem, times) = await RunAsync(
            server,
            new WarmupRequest { Chat = "Hi ü" },
            new WarmupRequest { Completion = "Once", MaxTokens = 3 },
            new WarmupRequest { Embedding = "text" },
            new WarmupRequest { Http = "/load", Body = "{}", Headers = new() { ["X-A"] = "b" } });

        Assert.Null(problem);
        Assert.Equal(["chat", "completion", "embedding", "/load"], times.Select(time => time.Request));
        var posts = server.Requests.Where(request => request.Method == "POST").ToList();
        Assert.Equal(
            [
                """{"messages":[{"role":"user","content":"Hi \u00FC"}],"stream":false,"model":"tiny","max_tokens":16}""",
                """{"prompt":"Once","model":"tiny","max_tokens":3}""",
                """{"input":"text","model":"tiny"}""",
                "{}",
            ],
            posts.Select(request => request.Body));
        Assert.All(server.Requests, request => Assert.Equal("Bearer k", request.Headers["Authorization"]));
        Assert.All(posts, request => Assert.Equal("application/json", request.Headers["Content-Type"]));
        Assert.Equal("b", posts[^1].Headers["X-A"]);
    }

    [Theory]
    [InlineData("500 X", "no such model", "`chat` was answered with 500: no such model")]
    [InlineData("400 X", """{"error":{"message":"context too long"}}""", "`chat` was answered with 400: context too long")]
    [InlineData("503 X", "", "`chat` was answered with 503")]
    [InlineData("200 X", "<html>\n<b>hello</b>", "`chat` was answered with something else: <html> <b>hello</b>")]
    [InlineData("200 X", """{"choices":[]}""", """`chat` was answered with something else: {"choices":[]}""")]
    [InlineData("200 X", """{"choices":[{"message":{}}],"error":{"message":"x"}}""", """`chat` was answered with something else: {"choices":[{"message":{}}],"error":{"message":"x"}}""")]
    public async Task The_first_failure_ends_it_and_is_told(string status, string body, string expected)
    {
        using var server = new HttpTestServer((_, stream, _) =>
            HttpTestServer.WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        var (problem, times) = await RunAsync(server, new WarmupRequest { Chat = "Hi" }, new WarmupRequest { Http = "/" });
        Assert.Equal(expected, problem);
        Assert.Empty(times);
        Assert.DoesNotContain(server.Requests, request => request.Path == "/");
    }

    [Fact]
    public async Task A_server_without_a_list_of_models_is_asked_without_a_name()
    {
        using var server = Server(new() { ["/v1/chat/completions"] = Chat });
        Assert.Null((await RunAsync(server, new WarmupRequest { Chat = "Hi" })).Problem);
        Assert.DoesNotContain("model", server.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_told_after_the_timeout()
    {
        using var server = new HttpTestServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        var (problem, _) = await RunAsync(server, new WarmupRequest { Http = "/", Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal("`/` was not answered within 0.1 s", problem);
    }

    [Fact]
    public async Task The_key_goes_to_no_other_server()
    {
        using var server = Server(new() { ["/other"] = "" });
        using var runner = new WarmupRunner(TimeProvider.System);
        Assert.Null(await runner.RunAsync(
            [new WarmupRequest { Http = $"{server.Uri}other" }], new ServiceAddress("http://127.0.0.1:1"), "k", _ => { }, CancellationToken.None));
        Assert.False(Assert.Single(server.Requests).Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_refused_connection_is_told()
    {
        using var runner = new WarmupRunner(TimeProvider.System);
        var address = new ServiceAddress($"http://127.0.0.1:{ServerPort.Find()}");
        var problem = await runner.RunAsync([new WarmupRequest { Embedding = "x" }], address, key: null, _ => { }, CancellationToken.None);
        Assert.StartsWith("`embedding` was not answered: Connection refused", problem, StringComparison.Ordinal);
    }

    private static HttpTestServer Server(Dictionary<string, string> answers) =>
        new(answers.ToDictionary(answer => answer.Key, answer => Encoding.UTF8.GetBytes(answer.Value)));

    private static async Task<(string? Problem, List<WarmupTime> Times)> RunAsync(HttpTestServer server, params WarmupRequest[] requests)
    {
        using var runner = new WarmupRunner(TimeProvider.System);
        var times = new List<WarmupTime>();
        var problem = await runner.RunAsync(requests, new ServiceAddress(server.Uri.ToString().TrimEnd('/')), "k", times.Add, CancellationToken.None);
        return (problem, times);
    }
}
