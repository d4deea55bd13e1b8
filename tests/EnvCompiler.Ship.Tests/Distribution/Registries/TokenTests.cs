using System.Text;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Distribution.Registries;

/// <summary>Token authentication, with a registry and a token server of the test.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_token_is_asked_for_once_for_this_repository_and_sent_to_its_registry()
    {
        using var tokens = TokenServer("""{"token":"abc.def"}""");
        using var registry = Registry(tokens, "Bearer abc.def");
        using var repository = Client.Open(registry.Uri.Authority, credentials: new FixedCredentials("me", "secret"));
        Assert.Equal(["1"], (await repository.ListTagsAsync(default)).Value);
        Assert.Equal(["1"], (await repository.ListTagsAsync(default)).Value);
        var asked = Assert.Single(tokens.Requests);
        Assert.Equal("/token?account=x&service=it&scope=repository%3Ateam%2Fapp%3Apull", asked.Path);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("me:secret"))}", asked.Headers["Authorization"]);
        Assert.All(registry.Requests, request => Assert.DoesNotContain("Basic", request.Headers.GetValueOrDefault("Authorization", ""), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_credentials_a_public_repository_is_read_with_a_token_for_nobody()
    {
        using var tokens = TokenServer("""{"access_token":"anonymous"}""");
        using var registry = Registry(tokens, "Bearer anonymous");
        using var repository = Client.Open(registry.Uri.Authority);
        Assert.Equal(["1"], (await repository.ListTagsAsync(default)).Value);
        Assert.DoesNotContain("Authorization", Assert.Single(tokens.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_refresh_token_is_exchanged_by_the_form_of_oauth()
    {
        using var tokens = TokenServer("""{"access_token":"fresh"}""");
        using var registry = Registry(tokens, "Bearer fresh");
        using var repository = Client.Open(registry.Uri.Authority, credentials: new Refreshing());
        Assert.Equal(["1"], (await repository.ListTagsAsync(default)).Value);
        var asked = Assert.Single(tokens.Requests);
        Assert.Equal("POST", asked.Method);
        Assert.Contains("grant_type=refresh_token", asked.Body, StringComparison.Ordinal);
        Assert.Contains("refresh_token=r1", asked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_replaced()
    {
        var given = 0;
        using var tokens = new HttpTestServer((_, stream, _) => HttpTestServer.OkAsync(stream, Encoding.ASCII.GetBytes($$"""{"token":"t{{++given}}"}""")));
        var current = "Bearer t1";
        using var registry = new HttpTestServer((request, stream, _) => request.Headers.GetValueOrDefault("Authorization") == current
            ? HttpTestServer.OkAsync(stream, """{"tags":["1"]}"""u8.ToArray())
            : HttpTestServer.StatusAsync(stream, "401 Who", $"WWW-Authenticate: Bearer realm=\"{tokens.Uri}token\"\r\n"));
        using var repository = Client.Open(registry.Uri.Authority);
        Assert.True((await repository.ListTagsAsync(default)).Ok);
        current = "Bearer t2";
        Assert.True((await repository.ListTagsAsync(default)).Ok);
        current = "nothing";
        Assert.Equal("ENVC1005", Assert.Single((await repository.ListTagsAsync(default)).Diagnostics).Code);
    }

    [Theory]
    [InlineData("""{"token":"a b"}""", "ENVC1014")]
    [InlineData("""{"token":"a\r\nX-Injected: 1"}""", "ENVC1014")]
    [InlineData("""{"token":""}""", "ENVC1014")]
    [InlineData("[]", "ENVC1014")]
    [InlineData("", "ENVC1014")]
    public async Task What_is_no_token_is_refused(string answer, string code)
    {
        using var tokens = TokenServer(answer);
        using var registry = Registry(tokens, "Bearer x");
        using var repository = Client.Open(registry.Uri.Authority);
        Assert.Equal(code, Assert.Single((await repository.ListTagsAsync(default)).Diagnostics).Code);
    }

    [Fact]
    public async Task A_token_server_that_knows_nobody_is_told_as_wrong_credentials()
    {
        using var tokens = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "401 Who"));
        using var registry = Registry(tokens, "Bearer x");
        using var repository = Client.Open(registry.Uri.Authority, credentials: new FixedCredentials("me", "guess"));
        Assert.Equal("ENVC1004", Assert.Single((await repository.ListTagsAsync(default)).Diagnostics).Code);
    }

    private static HttpTestServer TokenServer(string answer) => new((_, stream, _) => HttpTestServer.OkAsync(stream, Encoding.ASCII.GetBytes(answer)));

    private static HttpTestServer Registry(HttpTestServer tokens, string wanted) => new((request, stream, _) =>
        request.Headers.GetValueOrDefault("Authorization") == wanted
            ? HttpTestServer.OkAsync(stream, """{"tags":["1"]}"""u8.ToArray())
            : HttpTestServer.StatusAsync(stream, "401 Who", $"WWW-Authenticate: Bearer realm=\"{tokens.Uri}token?account=x\",service=\"it\",scope=\"repository:other/secret:pull\"\r\n"));

    private sealed class Refreshing : ICredentialSource
    {
        public Task<EnvCompiler.Model.Diagnostics.Result<Credential?>> FindAsync(RepositoryName repository, System.Threading.CancellationToken cancellation) =>
            Task.FromResult(EnvCompiler.Model.Diagnostics.Result<Credential?>.Success(new Credential("", "", "r1", "the test")));
    }
}
