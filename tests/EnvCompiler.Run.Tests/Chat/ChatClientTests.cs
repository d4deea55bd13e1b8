using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Chat;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Chat;

public sealed class ChatClientTests
{
    private const string Stream =
        """
        : ping

        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"object":"chat.completion.chunk"}

        data: {"choices":[{"delta":{"content":"Hel"}}]}

        data: {"choices":[{"delta":{"content":"lo ü"}}]}

        data: {"choices":[{"finish_reason":"stop","delta":{}}]}

        data: {"choices":[],"usage":{"total_tokens":3}}

        data: [DONE]

        """;

    [Fact]
    public async Task A_reply_is_written_while_it_comes()
    {
        using var server = new FakeServer(FakeServer.Http(200, "text/event-stream", Stream));
        var (result, output) = await Ask(server, key: "k", new ChatOptions { System = "be brief", Temperature = 0, MaxTokens = 5, Model = "m" });
        Assert.Equal("Hello ü\n", output);
        Assert.Equal(new ChatReply("Hello ü", "stop"), result.Value);
        var request = await server.Request;
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer k\r\n", request);
        Assert.EndsWith(
            """{"messages":[{"role":"system","content":"be brief"},{"role":"user","content":"Hi"}],"stream":true,"model":"m","temperature":0,"max_tokens":5}""",
            request,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_raw_answer_is_written_on_request()
    {
        const string Body = """{"choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"id":"x"}""";
        using var server = new FakeServer(FakeServer.Http(200, "application/json", Body));
        var (result, output) = await Ask(server, key: null, new ChatOptions { Json = true });
        Assert.Equal(Body + "\n", output);
        Assert.Equal("Hello", result.Value.Text);
        Assert.Contains("\"stream\":false", await server.Request);
    }

    [Fact]
    public async Task A_unix_socket_is_an_endpoint()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("s.sock");
        using var server = new FakeServer(FakeServer.Http(200, "text/event-stream", Stream), path);
        var endpoint = ChatTransport.EndpointOf(path, 0);
        using var handler = ChatTransport.HandlerFor(endpoint);
        var result = await new ChatClient(handler).AskAsync(endpoint, null, "Hi", new ChatOptions(), new StringWriter(), default);
        Assert.Equal("Hello ü", result.Value.Text);
    }

    [Theory]
    [InlineData(401, "ENVC0781")]
    [InlineData(404, "ENVC0782")]
    [InlineData(503, "ENVC0783")]
    [InlineData(400, "ENVC0783")]
    public async Task A_refusal_is_a_diagnostic(int status, string code)
    {
        using var server = new FakeServer(FakeServer.Http(status, "application/json", """{"error":{"message":"Loading model"}}"""));
        var (result, output) = await Ask(server);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
        Assert.Empty(output);
        if (code == "ENVC0783")
            Assert.Contains("Loading model", result.Diagnostics[0].Message);
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData("text/event-stream", "data: nonsense\n\n")]
    public async Task Another_server_is_not_understood(string type, string body)
    {
        using var server = new FakeServer(FakeServer.Http(200, type, body));
        Assert.Equal("ENVC0784", Assert.Single((await Ask(server)).Result.Diagnostics).Code);
    }

    [Fact]
    public async Task A_reply_that_ends_early_is_a_failure_after_what_came()
    {
        using var server = new FakeServer(FakeServer.Http(200, "text/event-stream", Stream[..Stream.IndexOf("data: [DONE]", StringComparison.Ordinal)]));
        var (result, output) = await Ask(server);
        Assert.Equal("ENVC0785", Assert.Single(result.Diagnostics).Code);
        Assert.Equal("Hello ü\n", output);
    }

    [Fact]
    public async Task Nobody_there_leads_to_the_command_that_starts_services()
    {
        int port;
        using (var server = new FakeServer(""))
            port = server.Port;
        var endpoint = ChatTransport.EndpointOf("127.0.0.1", port);
        using var handler = ChatTransport.HandlerFor(endpoint);
        var result = await new ChatClient(handler).AskAsync(endpoint, null, "Hi", new ChatOptions { Service = "llm" }, new StringWriter(), default);
        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal("ENVC0780", problem.Code);
        Assert.Contains("envc services start", problem.Hint);
    }

    [Theory]
    [InlineData("0.0.0.0", "http://127.0.0.1:8080/")]
    [InlineData("::", "http://[::1]:8080/")]
    [InlineData("::1", "http://[::1]:8080/")]
    [InlineData("box", "http://box:8080/")]
    [InlineData("/run/a b/s.sock", "unix:///run/a%20b/s.sock")]
    public void An_endpoint_is_where_a_client_asks(string host, string endpoint) =>
        Assert.Equal(endpoint, ChatTransport.EndpointOf(host, 8080).AbsoluteUri);

    private static async Task<(Result<ChatReply> Result, string Output)> Ask(FakeServer server, string? key = null, ChatOptions? options = null)
    {
        var endpoint = ChatTransport.EndpointOf("127.0.0.1", server.Port);
        using var handler = ChatTransport.HandlerFor(endpoint);
        var output = new StringWriter();
        return (await new ChatClient(handler).AskAsync(endpoint, key, "Hi", options ?? new ChatOptions(), output, default), output.ToString());
    }
}
