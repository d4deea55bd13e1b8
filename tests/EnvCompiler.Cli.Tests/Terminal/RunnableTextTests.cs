using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Tests.Terminal;

public sealed class RunnableTextTests
{
    [Fact]
    public void Whatever_runs_is_told()
    {
        const string Manifest = """
            version = 1
            [install]
            tool.pkg-path = "tool"
            [vars]
            PLAIN = "8080"
            RUNS = "$(first)"
            [hook]
            on-activate = "second"
            [profile]
            bash = "third"
            [services.one]
            command = "fourth"
            ready = { command = "fifth" }
            live = { command = "sixth" }
            shutdown = { command = "seventh" }
            """;
        var lines = RunnableText.Of(ManifestReader.Read("manifest.toml", Manifest).Value.Manifest).ToList();
        Assert.All((string[])["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "tool"], word => Assert.Contains(lines, line => line.Contains(word, StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("PLAIN", StringComparison.Ordinal));
    }
}
