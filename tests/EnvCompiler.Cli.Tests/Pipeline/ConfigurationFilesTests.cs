using EnvCompiler.Cli.Pipeline;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests.Pipeline;

public sealed class ConfigurationFilesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void Files_that_are_not_there_say_nothing() =>
        Assert.Empty(ConfigurationFiles.Load(directory.File("host.toml"), directory.File("user.toml"), isNamed: false).Value.Files);

    [Fact]
    public void A_file_that_is_asked_for_by_name_must_be_there() =>
        Assert.Equal("ENVC0960", Assert.Single(ConfigurationFiles.Load(directory.File("host.toml"), directory.File("user.toml"), isNamed: true).Diagnostics).Code);

    [Fact]
    public void The_problems_of_both_files_are_told_in_one_run()
    {
        var (host, user) = (directory.Write("host.toml", "trust.alow = []"), directory.Write("user.toml", "registry = {}"));
        Assert.Equal([host, user], ConfigurationFiles.Load(host, user, isNamed: false).Diagnostics.Select(problem => problem.Place!.Value.File));
    }

    [Fact]
    public void Settings_name_their_files()
    {
        var (host, user) = (directory.Write("host.toml", "trust.deny = [\"r.example/old\"]"), directory.Write("user.toml", "registries.\"r.example\".key = \"a.pub\""));
        var settings = ConfigurationFiles.Load(host, user, isNamed: true).Value.Settings();
        Assert.Equal([("trust.deny", host), ("registries.\"r.example\".keys", user)], settings.Select(setting => (setting.Key, setting.File)));
        Assert.Equal(directory.File("a.pub"), Assert.Single(settings[1].Values));
    }

    public void Dispose() => directory.Dispose();
}
