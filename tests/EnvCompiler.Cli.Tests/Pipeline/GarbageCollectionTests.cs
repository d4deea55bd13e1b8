using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Layout;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests.Pipeline;

public sealed class GarbageCollectionTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("manifest.toml")]
    [InlineData(".envc/env/manifest.toml")]
    public async Task An_edit_that_was_killed_is_finished_wherever_the_manifest_lies(string manifest)
    {
        directory.Write(Path.Combine("project", manifest), "before");
        directory.Write("project/.envc/edit", $"{Hash("before")}\n\n5\nafterlock");
        var context = new CliContext(new Talk().Interface(), ["gc"]) { Files = new PosixFileOperations(), Store = new StoreLayout(directory.File("store")) };
        var layout = ManifestLocator.LayoutOf(directory.File("project"));
        var report = await new GarbageCollection(context, isDryRun: false).RunAsync([layout], keep: 1, lastLiveBefore: null, default);
        Assert.True(report.Ok, string.Join('\n', report.Diagnostics));
        Assert.Equal("after", File.ReadAllText(directory.File("project", manifest)));
        Assert.Equal("lock", File.ReadAllText(layout.Lock));
        Assert.False(File.Exists(layout.Edit));
    }

    public void Dispose() => directory.Dispose();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
