using EnvCompiler.Host.Machine;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Machine;

public sealed class ManifestLocatorTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void A_path_that_leaves_a_link_is_the_kernels()
    {
        directory.Write("env/manifest.toml", "version = 1\n");
        Directory.CreateDirectory(directory.File("env", ".envc", "generations", "1"));
        File.CreateSymbolicLink(directory.File("env", ".envc", "current"), "generations/1");
        Assert.Equal(directory.File("env", "manifest.toml"), ManifestLocator.Find(directory.File("env", ".envc", "current", "..", "..", "..")).Value.Manifest);
    }

    [Fact]
    public void The_manifest_of_the_directory_itself_wins()
    {
        directory.Write(".flox/env/manifest.toml", "");
        directory.Write(".envc/env/manifest.toml", "");
        directory.Write("manifest.toml", "");
        var layout = ManifestLocator.Find(directory.Path + "/").Value;
        Assert.Equal(directory.Path, layout.Directory);
        Assert.Equal(directory.File("manifest.toml"), layout.Manifest);
        Assert.Equal(directory.File("manifest.lock"), layout.Lock);
    }

    [Theory]
    [InlineData(".envc")]
    [InlineData(".flox")]
    public void A_manifest_in_a_hidden_directory_is_found_and_locked_in_ours(string parent)
    {
        directory.Write($"{parent}/env/manifest.toml", "");
        var layout = ManifestLocator.Find(directory.Path).Value;
        Assert.Equal(directory.Path, layout.Directory);
        Assert.Equal(directory.File(parent, "env", "manifest.toml"), layout.Manifest);
        Assert.Equal(directory.File(".envc", "env", "manifest.lock"), layout.Lock);
    }

    [Fact]
    public void A_directory_without_a_manifest_is_an_error_with_a_hint()
    {
        var diagnostic = Assert.Single(ManifestLocator.Find(directory.Path).Diagnostics);
        Assert.Equal("ENVC0122", diagnostic.Code);
        Assert.NotNull(diagnostic.Hint);
        Assert.Equal($"there is no directory `{directory.File("missing")}`", Assert.Single(ManifestLocator.Find(directory.File("missing")).Diagnostics).Message);
    }

    [Fact]
    public void An_environment_has_a_layout_with_and_without_its_manifest()
    {
        Assert.Equal(directory.File("manifest.toml"), ManifestLocator.LayoutOf(directory.Path).Manifest);
        Directory.CreateDirectory(directory.File(".envc", "env"));
        File.WriteAllText(directory.File(".envc", "env", "manifest.toml"), "version = 1\n");
        var layout = ManifestLocator.LayoutOf(directory.Path);
        Assert.Equal((directory.File(".envc", "env", "manifest.toml"), directory.File(".envc", "env", "manifest.lock")), (layout.Manifest, layout.Lock));
    }

    public void Dispose() => directory.Dispose();
}
