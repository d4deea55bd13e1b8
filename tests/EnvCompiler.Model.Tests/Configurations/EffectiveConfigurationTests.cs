using System.Text;
using EnvCompiler.Model.Configurations;

namespace EnvCompiler.Model.Tests.Configurations;

public sealed class EffectiveConfigurationTests
{
    [Fact]
    public void The_longest_name_that_says_something_wins()
    {
        var merged = Merge("""
            [registries."registry.example"]
            key = "all.pub"
            plain-http = true
            [registries."registry.example/team"]
            keys = ["team.pub", "next.pub"]
            [registries."registry.example/team/scratch"]
            keys = []
            """, "");
        Assert.Equal(["/host/all.pub"], Assert.Single(merged.Of("registry.example/teammate").Keys).Files);
        Assert.Equal(["/host/team.pub", "/host/next.pub"], Assert.Single(merged.Of("registry.example/team/name").Keys).Files);
        Assert.Empty(merged.Of("registry.example/team/scratch/x").Keys);
        Assert.True(merged.Of("registry.example/team/name").PlainHttp);
        Assert.Null(merged.Of("registry.example.com/team").PlainHttp);
    }

    [Fact]
    public void Both_files_ask_for_their_keys_and_the_user_cannot_lift_those_of_the_host()
    {
        const string host = "[registries.\"registry.example/team\"]\nkey = \"host.pub\"";
        Assert.Equal(
            ["/host/config.toml", "/user/config.toml"],
            Merge(host, "[registries.\"registry.example\"]\nkey = \"user.pub\"").Of("registry.example/team/name").Keys.Select(keys => keys.Origin));
        Assert.Equal(["/host/host.pub"], Assert.Single(Merge(host, "[registries.\"registry.example/team\"]\nkeys = []").Of("registry.example/team/name").Keys).Files);
    }

    [Theory]
    [InlineData("false", "true", false)]
    [InlineData("true", "false", false)]
    [InlineData("true", null, true)]
    [InlineData(null, "true", true)]
    [InlineData(null, null, null)]
    public void Plain_http_stays_forbidden_where_the_host_forbids_it(string? host, string? user, bool? expected)
    {
        var merged = Merge(Plain(host), Plain(user));
        Assert.Equal(expected, merged.Of("registry.example/x").PlainHttp);
        Assert.Equal(host == "false" ? "/host/config.toml" : null, merged.Of("registry.example/x").PlainHttpDeniedBy);
        Assert.Equal(host == "false" && user == "true", merged.Settings().Any(setting => setting.Overruled is not null));

        static string Plain(string? value) => value is null ? "" : $"[registries.\"registry.example\"]\nplain-http = {value}";
    }

    [Fact]
    public void Realms_of_both_files_are_allowed() =>
        Assert.Equal(
            ["a.example", "b.example"],
            Merge("[registries.\"r.example\"]\nrealms = [\"a.example\"]", "[registries.\"r.example\"]\nrealms = [\"A.example\", \"b.example\"]").Of("r.example/x").Realms);

    [Fact]
    public void A_copy_is_held_against_the_name_that_was_signed()
    {
        var merged = Merge("", """
            [registries."mirror.example/copies/team"]
            signed-as = "registry.example/team"
            [registries."mirror.example"]
            key = "team.pub"
            """);
        Assert.Equal("registry.example/team/name", Assert.Single(merged.Of("mirror.example/copies/team/name").Keys).SignedAs);
        Assert.Equal("mirror.example/other", Assert.Single(merged.Of("mirror.example/other").Keys).SignedAs);
    }

    [Theory]
    [InlineData("r.example/team/name", Trust.Allowed)]
    [InlineData("r.example/team/sub/name", Trust.Allowed)]
    [InlineData("r.example/team", Trust.Unknown)]
    [InlineData("r.example/teammate/name", Trust.Unknown)]
    [InlineData("r.example/one", Trust.Allowed)]
    [InlineData("r.example/one/more", Trust.Unknown)]
    [InlineData("r.example/team/bad", Trust.Denied)]
    [InlineData("r.example/team/mine", Trust.Denied)]
    public void A_denial_of_either_file_outweighs_what_is_allowed(string repository, Trust expected) =>
        Assert.Equal(expected, Merge(
            "[trust]\nallow = [\"r.example/team/mine\"]\ndeny = [\"r.example/team/bad\"]",
            "[trust]\nallow = [\"r.example/team/*\", \"r.example/one\"]\ndeny = [\"r.example/team/mine\"]").TrustIn(repository).Trust);

    private static EffectiveConfiguration Merge(string host, string user) => new(Read("/host/config.toml", host), Read("/user/config.toml", user));

    private static ConfigurationFile Read(string path, string text) => ConfigurationReader.Read(path, Encoding.UTF8.GetBytes(text)).Value;
}
