using System.Text;
using EnvCompiler.Host.Network;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests;

public sealed class CliContextTests
{
    [Fact]
    public async Task Its_downloads_follow_a_mirrors_redirect()
    {
        using var server = new HttpTestServer((request, stream, _) => request.Path == "/moved"
            ? HttpTestServer.OkAsync(stream, "here"u8.ToArray())
            : HttpTestServer.StatusAsync(stream, "302 Found", "Location: /moved\r\n"));
        using var fetcher = new HttpFetcher(new CliContext(new Talk().Interface(), []).Http, TimeProvider.System);
        var result = await fetcher.FetchAsync(
            new FetchRequest(server.Uri),
            async (body, cancellation) =>
            {
                using var reader = new StreamReader(body, Encoding.ASCII);
                return await reader.ReadToEndAsync(cancellation);
            },
            default);
        Assert.Equal((FetchOutcome.Fetched, "here"), (result.Outcome, result.Value));
    }
}
