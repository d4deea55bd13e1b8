using System.Text;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Ship.Distribution;
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

    [Fact]
    public void Plain_http_is_refused_where_the_host_forbids_it()
    {
        var name = new RepositoryName("registry.example", "team/name");
        Assert.Equal("ENVC0961", Assert.Single(Configured("registries.\"registry.example\".plain-http = false").OpenRepository(name, plainHttp: true).Diagnostics).Code);
        Assert.True(Configured("registries.\"registry.example\".plain-http = false").OpenRepository(name, plainHttp: false).Ok);
        Assert.True(Configured("").OpenRepository(name, plainHttp: true).Ok);
    }

    [Fact]
    public void A_required_key_that_cannot_be_read_is_told_and_not_passed_over()
    {
        var context = Configured("registries.\"registry.example/team\".key = \"/nowhere/team.pub\"");
        Assert.Equal("ENVC1050", Assert.Single(context.RequiredKeys(new RepositoryName("registry.example", "team/name")).Diagnostics).Code);
        Assert.Empty(context.RequiredKeys(new RepositoryName("registry.example", "other")).Value);
    }

    private static CliContext Configured(string host) => new(new Talk().Interface(), [])
    {
        Configuration = new EffectiveConfiguration(ConfigurationReader.Read("/host/config.toml", Encoding.UTF8.GetBytes(host)).Value, user: null),
    };
}
