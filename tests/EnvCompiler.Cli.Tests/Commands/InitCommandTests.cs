using System.Text.RegularExpressions;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests.Commands;

public sealed partial class InitCommandTests
{
    private readonly Talk talk = new();

    [Fact]
    public async Task A_new_environment_has_a_manifest_that_fits_and_an_ignored_state_directory()
    {
        using var parent = new TemporaryDirectory();
        var directory = parent.File("new", "one");
        Assert.Equal(ExitCodes.Done, await InitAsync(directory));
        var manifest = File.ReadAllText(Path.Combine(directory, "manifest.toml"));
        Assert.Empty(ManifestReader.Read("manifest.toml", manifest).Diagnostics);
        Assert.Equal(".envc/\n", File.ReadAllText(Path.Combine(directory, ".gitignore")));
    }

    [Fact]
    public async Task Every_example_of_the_manifest_fits_when_it_is_uncommented()
    {
        using var directory = new TemporaryDirectory();
        await InitAsync(directory.Path);
        var manifest = File.ReadAllText(directory.File("manifest.toml"));
        var examples = CommentedKey().Replace(manifest, "");
        Assert.NotEqual(manifest, examples);
        var read = ManifestReader.Read("manifest.toml", examples);
        Assert.Empty(read.Diagnostics);
        Assert.Equal(["nginx", "python"], read.Value.Manifest.Install.Keys.Order());
        Assert.Equal(["web"], read.Value.Manifest.Services.Keys);
    }

    [Fact]
    public async Task What_is_there_is_left_alone()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("manifest.toml", "version = 1\n");
        Assert.Equal(ExitCodes.UserFault, await InitAsync(directory.Path));
        Assert.Contains("ENVC0916", talk.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("version = 1\n", File.ReadAllText(directory.File("manifest.toml")));
        Assert.False(File.Exists(directory.File(".gitignore")));
    }

    [GeneratedRegex(@"^# (?=\[[a-z]|[a-zA-Z_.-]+ = )", RegexOptions.Multiline)]
    private static partial Regex CommentedKey();

    private Task<int> InitAsync(string directory) => EnvcCommandLine.RunAsync(["init", "-d", directory], talk.Interface());
}
