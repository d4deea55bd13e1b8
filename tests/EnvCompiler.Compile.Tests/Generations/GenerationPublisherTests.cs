using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class GenerationPublisherTests : IDisposable
{
    private readonly TestEnvironment environment = new();

    private EnvironmentLayout Layout => environment.Layout;

    [Fact]
    public void The_first_generation_is_live_and_in_the_history()
    {
        var published = environment.Publish(Sample.Compile().Value);
        Assert.Equal((1, true), (published.Number, published.IsNew));
        Assert.Equal("generations/1", new FileInfo(Layout.Current).LinkTarget);
        Assert.Equal("manifest", File.ReadAllText(Path.Combine(Layout.Current, "manifest.toml")));
        Assert.True(File.GetUnixFileMode(Path.Combine(Layout.Current, "targets/x86_64-linux/cpu/enter")).HasFlag(UnixFileMode.UserExecute));
        var entry = Assert.Single(new GenerationHistory(Layout).Read());
        Assert.Equal(("build", 1, null, "somebody"), (entry.Kind, entry.Generation, entry.Parent, entry.Author));
    }

    [Fact]
    public void The_same_content_stays_the_same_generation()
    {
        environment.Publish(Sample.Compile().Value);
        var again = environment.Publish(Sample.Compile().Value);
        Assert.Equal((1, false), (again.Number, again.IsNew));
        Assert.Single(File.ReadAllLines(Layout.History));
    }

    [Fact]
    public void A_number_is_never_used_again()
    {
        environment.Publish(TestEnvironment.Files("a"));
        environment.Publish(TestEnvironment.Files("b"));
        using (var held = environment.Acquire())
            new GenerationSwitcher(TimeProvider.System).Switch(held, 1, HistoryKind.Switch, TestEnvironment.Origin);
        DirectoryTree.Delete(new PosixFileOperations(), Layout.Generation(2));
        Assert.Equal(3, environment.Publish(TestEnvironment.Files("c")).Number);
    }

    public void Dispose() => environment.Dispose();
}
