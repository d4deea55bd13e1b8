using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using EnvCompiler.Run.Supervision.Metrics;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Metrics;

public sealed class MetricsServerTests : IDisposable
{
    private readonly MetricsServer server = new(new IPEndPoint(IPAddress.Loopback, 0), _ => Task.FromResult("a_total 1\n"));

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", "a_total 1\n")]
    [InlineData("GET /metrics?x=1 HTTP/1.0\r\n\r\n", "200 OK", "a_total 1\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found", "only /metrics is here\n")]
    [InlineData("GET /metricsx HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found", "only /metrics is here\n")]
    [InlineData("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "405 Method Not Allowed", "only GET\n")]
    [InlineData("DELETE /services/llm HTTP/1.1\r\nHost: x\r\n\r\n", "405 Method Not Allowed", "only GET\n")]
    [InlineData("nonsense\r\n\r\n", "400 Bad Request", "not HTTP/1.1\n")]
    public async Task Only_GET_metrics_is_answered_with_anything(string request, string status, string body)
    {
        var answer = await AskAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith($"Connection: close\r\n\r\n{body}", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_is_too_long_is_refused() =>
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync("GET /metrics HTTP/1.1\r\nX: " + new string('x', 8200)), StringComparison.Ordinal);

    [Fact]
    public async Task A_client_that_says_nothing_keeps_nobody_waiting()
    {
        using var silent = new TcpClient();
        await silent.ConnectAsync(server.Address);

        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync("GET /metrics HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_its_clients()
    {
        using var silent = new TcpClient();
        await silent.ConnectAsync(server.Address);
        server.Dispose();

        await server.Serving.WaitAsync(Eventually.Patience);
        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Patience));
    }

    private async Task<string> AskAsync(string request)
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(limit.Token);
    }
}
