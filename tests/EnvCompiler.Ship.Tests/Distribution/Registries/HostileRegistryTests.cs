using System.Text;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Registries;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Distribution.Registries;

/// <summary>Registries that lie, send without end, lead elsewhere or ask for what is not theirs.</summary>
public sealed class HostileRegistryTests
{
    private static readonly Descriptor s_hello = Descriptor.Of("text/plain", "hello"u8);

    [Theory]
    [InlineData("hallo", "its digest is")]
    [InlineData("hell", "it is 4 bytes instead of 5")]
    [InlineData("hello, you", "it is 10 bytes instead of 5")]
    public async Task A_blob_that_is_another_one_is_refused(string sent, string reason)
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, Encoding.ASCII.GetBytes(sent)));
        Refused(await Open(server).FetchBlobAsync(s_hello, Client.ReadAllAsync, default), "ENVC1011", reason);
    }

    [Fact]
    public async Task A_blob_without_end_is_read_no_further_than_its_size()
    {
        using var server = new HttpTestServer(SendForEverAsync);
        Refused(await Open(server).FetchBlobAsync(s_hello, Client.ReadAllAsync, default), "ENVC1011", "longer than 5 bytes");
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("tags")]
    public async Task Answers_without_end_are_cut_off(string what)
    {
        using var server = new HttpTestServer(SendForEverAsync);
        using var repository = Open(server);
        if (what == "manifest")
            Refused(await repository.TryFetchManifestAsync("1", default), "ENVC1014", "more than 4194304 bytes");
        else
            Refused(await repository.ListTagsAsync(default), "ENVC1014", "more than 8388608 bytes");
    }

    [Fact]
    public async Task A_blob_of_which_nothing_arrives_any_more_is_given_up()
    {
        using var server = new HttpTestServer(async (_, stream, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        using var repository = Client.Open(server.Uri.Authority, options: Client.Quick with { Silence = TimeSpan.FromMilliseconds(200) });
        Refused(await repository.FetchBlobAsync(s_hello, Client.ReadAllAsync, default), "ENVC1002", "nothing arrives");
    }

    [Fact]
    public async Task A_manifest_with_another_digest_than_asked_for_is_refused()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, "{}"u8.ToArray(), $"Content-Type: {MediaTypes.Manifest}\r\n"));
        Refused(await Open(server).TryFetchManifestAsync(s_hello.Digest.ToString(), default), "ENVC1011", "instead of sha256:2cf24d");
    }

    [Fact]
    public async Task A_manifest_with_another_digest_than_the_registry_says_is_refused()
    {
        using var server = new HttpTestServer((_, stream, _) =>
            HttpTestServer.OkAsync(stream, "{}"u8.ToArray(), $"Content-Type: {MediaTypes.Manifest}\r\nDocker-Content-Digest: {s_hello.Digest}\r\n"));
        Refused(await Open(server).TryFetchManifestAsync("latest", default), "ENVC1011", "instead of sha256:2cf24d");
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_are_left()
    {
        using var server = new HttpTestServer((request, stream, _) => HttpTestServer.OkAsync(
            stream, """{"name":"x","tags":["1"]}"""u8.ToArray(), $"Link: </v2/team/app/tags/list?n=1000&last={(request.Path.EndsWith('a') ? 'b' : 'a')}>; rel=\"next\"\r\n"));
        Refused(await Open(server).ListTagsAsync(default), "ENVC1014", "in a circle");
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Pages_are_read_to_the_last_one()
    {
        using var server = new HttpTestServer((request, stream, _) => request.Path switch
        {
            "/v2/team/app/tags/list?n=1000" => HttpTestServer.OkAsync(stream, """{"tags":["b","a"]}"""u8.ToArray(), "Link: <list?last=b>; rel=\"next\"\r\n"),
            "/v2/team/app/tags/list?last=b" => HttpTestServer.OkAsync(stream, """{"tags":["c"]}"""u8.ToArray()),
            _ => HttpTestServer.StatusAsync(stream, "500 No"),
        });
        Assert.Equal(["a", "b", "c"], (await Open(server).ListTagsAsync(default)).Value);
    }

    [Fact]
    public async Task Redirects_in_a_circle_are_left()
    {
        using var server = new HttpTestServer((request, stream, _) => HttpTestServer.StatusAsync(stream, "307 There", $"Location: {request.Path}\r\n"));
        Refused(await Open(server).FetchBlobAsync(s_hello, Client.ReadAllAsync, default), "ENVC1010", "more than 5 times");
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_from_loopback_to_another_host_by_http_is_not_followed()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "307 There", "Location: http://192.0.2.1/blob\r\n"));
        Refused(await Open(server).FetchBlobAsync(s_hello, Client.ReadAllAsync, default), "ENVC1010", "not reached by https");
    }

    [Fact]
    public async Task A_redirect_to_another_place_is_followed_without_credentials()
    {
        using var storage = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, "hello"u8.ToArray()));
        using var server = new HttpTestServer((request, stream, _) => request.Headers.ContainsKey("Authorization")
            ? HttpTestServer.StatusAsync(stream, "307 There", $"Location: {storage.Uri}blob\r\n")
            : HttpTestServer.StatusAsync(stream, "401 Who", "WWW-Authenticate: Basic realm=\"x\"\r\n"));
        using var repository = Client.Open(server.Uri.Authority, credentials: new FixedCredentials("me", "secret"));
        Assert.Equal("hello"u8.ToArray(), (await repository.FetchBlobAsync(s_hello, Client.ReadAllAsync, default)).Value);
        Assert.DoesNotContain("Authorization", Assert.Single(storage.Requests).Headers.Keys);
    }

    [Fact]
    public async Task An_upload_is_not_sent_to_another_host_by_http()
    {
        using var server = new HttpTestServer((request, stream, _) => request.Method == "HEAD"
            ? HttpTestServer.StatusAsync(stream, "404 No")
            : HttpTestServer.StatusAsync(stream, "202 Go", "Location: http://192.0.2.1/upload\r\n"));
        Refused(await Open(server).PushBlobAsync(BlobContent.Of("text/plain", "hello"u8.ToArray()), default), "ENVC1010", "not reached by https");
    }

    [Theory]
    [InlineData("Bearer realm=\"https://thief.example.org/token\"", "ENVC1006")]
    [InlineData("Bearer realm=\"http://thief.example.org/token\"", "ENVC1006")]
    [InlineData("Bearer realm=\"file:///etc/passwd\"", "ENVC1006")]
    [InlineData("Bearer service=\"x\"", "ENVC1006")]
    [InlineData("Negotiate", "ENVC1009")]
    public async Task A_challenge_that_leads_credentials_away_is_refused(string challenge, string code)
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "401 Who", $"WWW-Authenticate: {challenge}\r\n"));
        using var repository = Client.Open(server.Uri.Authority, credentials: new FixedCredentials("me", "secret"));
        Refused(await repository.ListTagsAsync(default), code, "");
        Assert.DoesNotContain("Authorization", Assert.Single(server.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_busy_registry_is_waited_for_as_long_as_it_asks()
    {
        var answers = 0;
        using var server = new HttpTestServer((_, stream, _) => Interlocked.Increment(ref answers) switch
        {
            1 => HttpTestServer.StatusAsync(stream, "429 Slowly", "Retry-After: 1\r\n"),
            2 => HttpTestServer.StatusAsync(stream, "503 Later"),
            _ => HttpTestServer.OkAsync(stream, """{"tags":["1"]}"""u8.ToArray()),
        });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(["1"], (await Open(server).ListTagsAsync(default)).Value);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 8);
    }

    [Fact]
    public async Task A_registry_that_asks_to_wait_too_long_is_given_up_with_what_it_said()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.WriteAsync(
            stream,
            "HTTP/1.1 429 Slowly\r\nRetry-After: 3600\r\nContent-Length: 68\r\nConnection: close\r\n\r\n{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"come back tomorrow\"}]}"[..^2]));
        Refused(await Open(server).ListTagsAsync(default), "ENVC1003", "429");
    }

    [Fact]
    public async Task A_name_in_an_error_cannot_steer_a_terminal()
    {
        var body = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"\\u001b[31mred\"}]}"u8.ToArray();
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.WriteAsync(stream, $"HTTP/1.1 403 No\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{Encoding.ASCII.GetString(body)}"));
        var problem = Refused(await Open(server).ListTagsAsync(default), "ENVC1005", "DENIED");
        Assert.DoesNotContain('\e', problem.ToString());
    }

    private static RegistryRepository Open(HttpTestServer server) => Client.Open(server.Uri.Authority);

    private static Diagnostic Refused<T>(Result<T> result, string code, string reason)
    {
        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        return problem;
    }

    private static async Task SendForEverAsync(HttpTestRequest request, Stream stream, CancellationToken cancellation)
    {
        await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
        while (!cancellation.IsCancellationRequested)
            await stream.WriteAsync(chunk, cancellation);
    }
}
