using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Network;

public sealed class HttpFetcherTests : IDisposable
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(new string('x', 300_000) + "end");
    private static readonly string ContentHash = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.4);

    // Only the test of a limit is impatient with it: a busy machine may keep a server of this process waiting.
    private static readonly HttpLimits Limits = new()
    {
        Answer = TimeSpan.FromSeconds(30),
        Silence = TimeSpan.FromSeconds(30),
        Grace = TimeSpan.FromSeconds(1),
        RetryDelays = [TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)],
    };

    private readonly SocketsHttpHandler handler = HttpFetcher.CreateHandler();

    public void Dispose() => handler.Dispose();

    [Fact]
    public async Task What_was_promised_arrives()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, Content, "ETag: \"v1\"\r\n"));
        var result = await FetchAsync(server, new FetchRequest(server.Uri) { Size = Content.Length, Sha256 = ContentHash });
        Assert.Equal(FetchOutcome.Fetched, result.Outcome);
        Assert.Equal(Content, result.Value);
        Assert.Equal("\"v1\"", result.Validators?.EntityTag);
        Assert.StartsWith("envc/", Assert.Single(server.Requests).Headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decoder_may_read_the_body_synchronously()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, Content));
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, Limits);
        var request = new FetchRequest(server.Uri) { Sha256 = ContentHash };
        var result = await fetcher.FetchAsync(request, (body, _) => Task.Run(() => body.ReadByte()), default);
        Assert.Equal((FetchOutcome.Fetched, (int)'x'), (result.Outcome, result.Value));
    }

    [Fact]
    public async Task Changed_bytes_are_refused_even_when_the_reader_stops_early()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, [.. Content[..^1], (byte)'!']));
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, Limits);
        var request = new FetchRequest(server.Uri) { Size = Content.Length, Sha256 = ContentHash };
        var result = await fetcher.FetchAsync(request, (body, _) => Task.Run(() => body.ReadByte()), default);
        Assert.Equal((FetchOutcome.Corrupt, "ENVC0202"), (result.Outcome, result.Problem?.Code));
        Assert.Contains("SHA-256", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_chokes_on_wrong_bytes_says_so_as_wrong_bytes()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, [.. Content[..^1], (byte)'!']));
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, Limits);
        var request = new FetchRequest(server.Uri) { Sha256 = ContentHash };
        var result = await fetcher.FetchAsync<int>(request, (_, _) => throw new InvalidDataException("not xz"), default);
        Assert.Equal(FetchOutcome.Corrupt, result.Outcome);
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            fetcher.FetchAsync<int>(new FetchRequest(server.Uri), (_, _) => throw new InvalidDataException("not xz"), default));
    }

    [Fact]
    public async Task Another_length_than_promised_is_refused_before_reading()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, Content));
        var result = await FetchAsync(server, new FetchRequest(server.Uri) { Size = 7 });
        Assert.Equal(FetchOutcome.Corrupt, result.Outcome);
        Assert.Contains("300003 bytes instead of 7", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_at_the_limit()
    {
        using var server = new HttpTestServer(async (_, stream, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while (!cancellation.IsCancellationRequested)
                await stream.WriteAsync(Content, cancellation);
        });
        var result = await FetchAsync(server, new FetchRequest(server.Uri) { LargestSize = 1_000_000 });
        Assert.Equal(FetchOutcome.Corrupt, result.Outcome);
        Assert.Contains("longer than 1000000", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        var tries = 0;
        using var server = new HttpTestServer((_, stream, _) => Interlocked.Increment(ref tries) < 3
            ? HttpTestServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\nxxx")
            : HttpTestServer.OkAsync(stream, Content));
        var progress = new Sum();
        var result = await FetchAsync(server, new FetchRequest(server.Uri) { Sha256 = ContentHash, Progress = progress });
        Assert.Equal((FetchOutcome.Fetched, 3), (result.Outcome, tries));
        Assert.Equal(Content.Length, progress.Total);
    }

    [Fact]
    public async Task Server_errors_are_retried_and_then_reported()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "503 Service Unavailable"));
        var result = await FetchAsync(server, new FetchRequest(server.Uri));
        Assert.Equal((FetchOutcome.Unreachable, 3), (result.Outcome, server.Requests.Count));
        Assert.Contains("503", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_not_asked_for_twice()
    {
        using var server = new HttpTestServer(new Dictionary<string, byte[]>());
        var result = await FetchAsync(server, new FetchRequest(server.Uri));
        Assert.Equal((FetchOutcome.Missing, "ENVC0201", 1), (result.Outcome, result.Problem?.Code, server.Requests.Count));
    }

    [Fact]
    public async Task A_redirect_loop_ends()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "302 Found", "Location: /again\r\n"));
        var result = await FetchAsync(server, new FetchRequest(server.Uri));
        Assert.Equal(FetchOutcome.Unreachable, result.Outcome);
        Assert.InRange(server.Requests.Count, 2, 10);
        Assert.Contains("redirects", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        using var server = new HttpTestServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        var result = await FetchAsync(server, new FetchRequest(server.Uri), Limits with { Answer = Soon });
        Assert.Equal(FetchOutcome.Unreachable, result.Outcome);
        Assert.Contains("no answer within", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        using var server = new HttpTestServer(async (_, stream, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var result = await FetchAsync(server, new FetchRequest(server.Uri), Limits with { Silence = Soon });
        Assert.Equal(FetchOutcome.Unreachable, result.Outcome);
        Assert.Contains("nothing arrived", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_drips_is_given_up()
    {
        using var server = new HttpTestServer(async (_, stream, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while (!cancellation.IsCancellationRequested)
            {
                await HttpTestServer.WriteAsync(stream, "x");
                await Task.Delay(50, cancellation);
            }
        });
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, Limits with { RetryDelays = [] });
        var result = await fetcher.FetchAsync(new FetchRequest(server.Uri), ReadAllAsync, default);
        Assert.Equal(FetchOutcome.Unreachable, result.Outcome);
        Assert.Contains("bytes arrived in", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_the_message_names_the_address_and_a_remedy()
    {
        using var probe = new TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        var uri = new Uri($"http://{probe.LocalEndpoint}/x");
        probe.Stop();
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, Limits);
        var result = await fetcher.FetchAsync(new FetchRequest(uri), ReadAllAsync, default);
        Assert.Equal((FetchOutcome.Unreachable, "ENVC0200"), (result.Outcome, result.Problem?.Code));
        Assert.Contains(uri.ToString(), result.Problem!.Message, StringComparison.Ordinal);
        Assert.NotNull(result.Problem.Hint);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again()
    {
        using var server = new HttpTestServer((request, stream, _) => request.Headers.GetValueOrDefault("If-None-Match") == "\"v1\""
            ? HttpTestServer.StatusAsync(stream, "304 Not Modified")
            : HttpTestServer.OkAsync(stream, Content));
        var known = new Validators("\"v1\"", null);
        var result = await FetchAsync(server, new FetchRequest(server.Uri) { IfChangedSince = known });
        Assert.Equal((FetchOutcome.NotModified, known), (result.Outcome, result.Validators));
    }

    [Fact]
    public async Task What_the_reader_throws_passes_through()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, Content));
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, Limits);
        await Assert.ThrowsAsync<IOException>(() =>
            fetcher.FetchAsync<int>(new FetchRequest(server.Uri), (_, _) => throw new IOException("disk"), default));
    }

    private async Task<FetchResult<byte[]>> FetchAsync(HttpTestServer server, FetchRequest request, HttpLimits? limits = null)
    {
        Assert.NotNull(server);
        using var fetcher = new HttpFetcher(handler, TimeProvider.System, limits ?? Limits);
        return await fetcher.FetchAsync(request, ReadAllAsync, default);
    }

    private static async Task<byte[]> ReadAllAsync(Stream body, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, cancellation);
        return all.ToArray();
    }

    private sealed class Sum : IProgress<long>
    {
        internal long Total { get; private set; }

        public void Report(long value) => Total += value;
    }
}
