using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests;

public sealed class GenerationPublisherTests : IDisposable
{
    private static readonly PublishOrigin Origin = new("somebody", "somewhere", ["envc", "build"]);
    private readonly TemporaryDirectory directory = new();

    private EnvironmentLayout Layout => new(directory.Path);

    [Fact]
    public async Task The_first_generation_is_live_and_in_the_history()
    {
        var published = await Publish(Sample.Compile().Value);
        Assert.Equal((1, true), (published.Number, published.IsNew));
        Assert.Equal("generations/1", new FileInfo(Layout.Current).LinkTarget);
        Assert.Equal("manifest", File.ReadAllText(Path.Combine(Layout.Current, "manifest.toml")));
        Assert.True(File.GetUnixFileMode(Path.Combine(Layout.Current, "targets/x86_64-linux/cpu/enter")).HasFlag(UnixFileMode.UserExecute));
        var entry = Assert.Single(new GenerationHistory(Layout, new FileWriter(new PosixFileOperations())).Read());
        Assert.Equal(("build", 1, null, "somebody"), (entry.Kind, entry.Generation, entry.Parent, entry.Author));
    }

    [Fact]
    public async Task The_same_content_stays_the_same_generation()
    {
        await Publish(Sample.Compile().Value);
        var again = await Publish(Sample.Compile().Value);
        Assert.Equal((1, false), (again.Number, again.IsNew));
        Assert.Single(File.ReadAllLines(Layout.History));
    }

    [Fact]
    public async Task A_number_is_never_used_again()
    {
        await Publish(Sample.Compile().Value);
        await Publish(Changed("b"));
        await Publisher(new PosixFileOperations()).SwitchAsync(1, Origin, onWait: null, default);
        DirectoryTree.Delete(new PosixFileOperations(), Layout.Generation(2));
        Assert.Equal(3, (await Publish(Changed("c"))).Number);
    }

    [Fact]
    public async Task Switching_to_what_is_not_there_names_what_is()
    {
        await Publish(Sample.Compile().Value);
        var result = await Publisher(new PosixFileOperations()).SwitchAsync(7, Origin, onWait: null, default);
        Assert.Equal("ENVC0431", Assert.Single(result.Diagnostics).Code);
        Assert.Equal("generations: 1", result.Diagnostics[0].Hint);
    }

    /// <summary>Ends the second publishing before its k-th operation, for every k, then publishes again.</summary>
    [Fact]
    public async Task An_end_between_any_two_steps_leaves_the_old_generation_or_the_new_one()
    {
        var old = Sample.Compile().Value;
        var changed = Changed("b");
        for (var k = 0; ; k++)
        {
            using var place = new TemporaryDirectory();
            var layout = new EnvironmentLayout(place.Path);
            await Publish(old, layout);
            var operations = new EndingFileOperations(k);
            try
            {
                await Publisher(operations, layout).PublishAsync(changed, Origin, onWait: null, default);
                Assert.True(k > 15, "publishing must take many steps");
                return;
            }
            catch (EndOfProcess)
            {
                var live = GenerationNumbers.Live(layout)!.Value;
                var content = File.ReadAllBytes(Path.Combine(layout.Current, "generation.json"));
                Assert.Equal((live == 1 ? old : changed).Files["generation.json"].Content, content);
                Assert.All((live == 1 ? old : changed).Files, file => Assert.Equal(file.Value.Content, File.ReadAllBytes(Path.Combine(layout.Current, file.Key))));
            }

            var next = await Publish(changed, layout);
            Assert.Equal(2, next.Number);
            Assert.DoesNotContain(Directory.EnumerateDirectories(layout.Generations), path => path.Contains(".tmp", StringComparison.Ordinal));
            var history = new GenerationHistory(layout, new FileWriter(new PosixFileOperations())).Read();
            Assert.Equal([1, 2], history.Select(entry => entry.Generation));
        }
    }

    [Fact]
    public async Task A_second_writer_waits_and_is_told_for_whom()
    {
        new FileWriter(new PosixFileOperations()).EnsureDirectory(Layout.State);
        Assert.True(FileLock.TryAcquire(Layout.WriterLock, out var held, out _));
        string? holder = null;
        using var cancellation = new CancellationTokenSource();
        var publishing = Publisher(new PosixFileOperations()).PublishAsync(
            Sample.Compile().Value, Origin, who => { holder = who; held.Dispose(); }, cancellation.Token);
        Assert.Equal(1, (await publishing).Number);
        Assert.StartsWith(Environment.ProcessId.ToString(), holder, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static GenerationFiles Changed(string description) => Sample.Compile(manifest => manifest with { Description = description }).Value;

    private Task<PublishedGeneration> Publish(GenerationFiles files, EnvironmentLayout? layout = null) =>
        Publisher(new PosixFileOperations(), layout).PublishAsync(files, Origin, onWait: null, default);

    private GenerationPublisher Publisher(IFileOperations operations, EnvironmentLayout? layout = null) =>
        new(layout ?? Layout, new FileWriter(operations), TimeProvider.System);
}
