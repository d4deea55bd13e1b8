using System.Text;
using EnvCompiler.Model.Configurations;

namespace EnvCompiler.Model.Tests.Configurations;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void Everything_is_read_and_files_of_keys_are_relative_to_the_file()
    {
        var read = Read("""
            [registries."registry.example/team"]
            keys = ["old.pub", "/srv/new.pub"]
            signed-as = "origin.example/team"
            realms = ["auth.example"]
            plain-http = true
            [registries."oci:/srv/layouts"]
            key = "../layouts.pub"
            [trust]
            allow = ["registry.example/team/*"]
            deny = ["registry.example/team/bad"]
            """).Content;
        var team = read.Registries["registry.example/team"];
        Assert.Equal(["/etc/envc/old.pub", "/srv/new.pub"], team.Keys);
        Assert.Equal(("origin.example/team", "auth.example", true), (team.SignedAs, Assert.Single(team.Realms!), team.PlainHttp));
        Assert.Equal("/etc/layouts.pub", read.Registries["oci:/srv/layouts"].Key);
        Assert.Equal(["registry.example/team/*"], read.Trust.Allow);
        Assert.Equal(["registry.example/team/bad"], read.Trust.Deny);
    }

    [Fact]
    public void All_problems_are_told_in_one_run_with_their_places()
    {
        var problems = ConfigurationReader.Read("/etc/envc/config.toml", Encoding.UTF8.GetBytes("""
            [registries."https://registry.example"]
            kye = "a.pub"
            [registries."registry.example/team"]
            key = "a.pub"
            keys = ["b.pub"]
            plain-http = "yes"
            realms = ["https://auth.example"]
            [trust]
            allow = ["registry.example/*/team"]
            [trusted]
            """)).Diagnostics;
        Assert.Equal(
            ["(1,13): ENVC0126", "(2,1): ENVC0102", "(3,13): ENVC0131", "(6,14): ENVC0103", "(7,11): ENVC0126", "(9,10): ENVC0126", "(10,2): ENVC0102"],
            problems.Select(problem => $"{problem.Place!.ToString()!["/etc/envc/config.toml".Length..]}: {problem.Code}"));
        Assert.Equal(("`registries.\"https://registry.example\".kye` is not a key of the configuration", "did you mean `key`?"), (problems[1].Message, problems[1].Hint));
    }

    [Theory]
    [InlineData("registry.example")]
    [InlineData("localhost:5000/team/name")]
    [InlineData("[::1]:5000/team")]
    [InlineData("oci:/srv/layouts")]
    public void Names_are_hosts_and_paths(string name) => Assert.Single(Read($"[registries.\"{name}\"]").Content.Registries);

    [Theory]
    [InlineData("team/name")]
    [InlineData("registry.example/")]
    [InlineData("registry.example/team:latest")]
    [InlineData("registry.example/team/*")]
    [InlineData("oci:layouts")]
    [InlineData("")]
    public void Other_texts_are_no_names(string name) =>
        Assert.Equal("ENVC0126", Assert.Single(ConfigurationReader.Read("/c.toml", Encoding.UTF8.GetBytes($"[registries.\"{name}\"]")).Diagnostics).Code);

    private static ConfigurationFile Read(string text) => ConfigurationReader.Read("/etc/envc/config.toml", Encoding.UTF8.GetBytes(text)).Value;
}
