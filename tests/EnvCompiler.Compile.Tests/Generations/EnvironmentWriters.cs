using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.TestKit.Crashes;
using Xunit.Sdk;

namespace EnvCompiler.Compile.Tests.Generations;

/// <summary>
/// All that changes an environment. Whatever happens: manifest, lock, live generation and history agree, and what was there is there. Looking takes the writer lock, as
/// the next command does.
/// </summary>
internal static class EnvironmentWriters
{
    private static readonly Dictionary<string, GenerationFiles> Compiled = ((string[])["a", "b", "c"]).ToDictionary(name => name, TestEnvironment.Files);

    internal static readonly IReadOnlyList<WriterUnderTest> All =
    [
        new("first generation")
        {
            PrepareAsync = directory => Prepare(directory, [], "a", "a"),
            WriteAsync = (directory, files) => Publish(directory, files, "a"),
            Look = directory => LookAt(directory, _ => ("a", "a"), from: null, to: 1),
        },
        new("next generation")
        {
            PrepareAsync = directory => Prepare(directory, ["a"], "b", "b"),
            WriteAsync = (directory, files) => Publish(directory, files, "b"),
            Look = directory => LookAt(directory, _ => ("b", "b"), from: 1, to: 2),
        },
        new("switch")
        {
            PrepareAsync = directory => Prepare(directory, ["a", "b"], "b", "b"),
            WriteAsync = (directory, files) => Switch(directory, files, 1),
            Look = directory => LookAt(directory, live => live == 1 ? ("a", "a") : ("b", "b"), from: 2, to: 1),
        },
        new("rollback")
        {
            PrepareAsync = directory => Prepare(directory, ["a", "b", "c"], "c", "c"),
            WriteAsync = (directory, files) => GenerationNumbers.Live(new EnvironmentLayout(directory)) == 2 ? Task.FromResult(true) : Switch(directory, files, null),
            Look = directory => LookAt(directory, live => live == 2 ? ("b", "b") : ("c", "c"), from: 3, to: 2),
        },
        new("switch with edits")
        {
            PrepareAsync = directory => Prepare(directory, ["a", "b"], "edited", "edited too"),
            WriteAsync = (directory, files) => Switch(directory, files, 1),
            Look = directory =>
            {
                var state = LookAt(directory, live => live == 1 ? ("a", "a") : ("edited", "edited too"), from: 2, to: 1);
                if (state == WriterState.New)
                    AssertKept(directory, "edited", "edited too");
                return state;
            },
        },
        new("switch to the live one")
        {
            PrepareAsync = directory => Prepare(directory, ["a", "b"], "edited", "edited too"),
            WriteAsync = (directory, files) => Switch(directory, files, 2),
            Look = directory =>
            {
                var state = LookAtFiles(directory, ("manifest edited", "lock edited too"), ("manifest b", "lock b"));
                if (state == WriterState.New)
                    AssertKept(directory, "edited", "edited too");
                return state;
            },
        },
        new("switch that a person takes back")
        {
            PrepareAsync = directory => Prepare(directory, ["a", "b"], "b", "b"),
            WriteAsync = async (directory, files) =>
            {
                await Switch(directory, files, 1);
                new FileWriter(files).Replace(new EnvironmentLayout(directory).Manifest, "manifest b");
                return true;
            },
            Look = directory => FilesAfterTheNextCommand(directory) switch
            {
                ("manifest b", "lock a") => WriterState.New,
                ("manifest b", "lock b") or ("manifest a", "lock a") => WriterState.Old,
                var other => throw new XunitException($"manifest and lock are {other}"),
            },
        },
        new("removal of generations")
        {
            PrepareAsync = directory => Prepare(directory, ["a", "b", "c"], "c", "c"),
            WriteAsync = (directory, files) => Remove(directory, files, [1, 2]),
            Look = directory =>
            {
                LookAt(directory, _ => ("c", "c"), from: 3, to: 3);
                return GenerationNumbers.All(new EnvironmentLayout(directory)).Count == 1 ? WriterState.New : WriterState.Old;
            },
        },
        new("lock")
        {
            PrepareAsync = directory => Prepare(directory, ["a"], "a", "a"),
            WriteAsync = (directory, files) => Lock(directory, files, "b"),
            Look = directory => LookAtFiles(directory, ("manifest a", "lock a"), ("manifest a", "lock b")),
        },
        new("edit")
        {
            PrepareAsync = directory => Prepare(directory, ["a"], "a", "a"),
            WriteAsync = (directory, files) => Edit(directory, files, "b"),
            Look = directory => LookAtFiles(directory, ("manifest a", "lock a"), ("manifest b", "lock b")),
        },
        new("first edit")
        {
            PrepareAsync = directory => File.WriteAllTextAsync(new EnvironmentLayout(directory).Manifest, "manifest a"),
            WriteAsync = (directory, files) => Edit(directory, files, "b"),
            Look = directory => LookAtFiles(directory, ("manifest a", ""), ("manifest b", "lock b")),
        },
        new("edit that a person takes back")
        {
            PrepareAsync = directory => Prepare(directory, ["a"], "a", "a"),
            WriteAsync = async (directory, files) =>
            {
                await Edit(directory, files, "b");
                new FileWriter(files).Replace(new EnvironmentLayout(directory).Manifest, "manifest a");
                return true;
            },
            Look = directory => FilesAfterTheNextCommand(directory) switch
            {
                ("manifest a", "lock b") => WriterState.New,
                ("manifest a", "lock a") or ("manifest b", "lock b") => WriterState.Old,
                var other => throw new XunitException($"manifest and lock are {other}"),
            },
        },
        new("pull")
        {
            Drawn = 1,
            PrepareAsync = directory => Prepare(directory, ["a"], "a", "a"),
            WriteAsync = (directory, files) => Pull(directory, files, ["b", "c"]),
            Look = directory => LookAt(directory, live => live == 3 ? ("c", "c") : ("a", "a"), from: 1, to: 3),
        },
        new("first pull")
        {
            Drawn = 1,
            WriteAsync = (directory, files) => Pull(directory, files, ["a", "b", "c"]),
            Look = directory =>
            {
                var layout = new EnvironmentLayout(directory);
                if (GenerationNumbers.Live(layout) is not null)
                    return LookAt(directory, _ => ("c", "c"), from: null, to: 3);
                Assert.All(GenerationNumbers.All(layout), number => AssertWhole(layout, number));
                return WriterState.Old;
            },
        },
        Replacement("forced pull", generations: ["a", "b"], live: 2),
        Replacement("forced pull to a generation that stays", generations: ["a", "b"], live: 1),
        Replacement("forced pull of less than there was", generations: ["a", "b", "a"], live: 2),
    ];

    internal static WriterUnderTest Named(string name) => All.Single(writer => writer.Name == name);

    // With the files of an environment in which nothing was edited since, or other ones.
    private static Task Prepare(string directory, string[] generations, string manifest, string locked)
    {
        using var environment = new TestEnvironment(directory);
        foreach (var name in generations)
            environment.Publish(Compiled[name]);
        File.WriteAllText(environment.Layout.Manifest, $"manifest {manifest}");
        File.WriteAllText(environment.Layout.Lock, $"lock {locked}");
        return Task.CompletedTask;
    }

    private static Task<bool> Publish(string directory, IFileOperations files, string name)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        new GenerationPublisher(TimeProvider.System).Publish(held, Compiled[name], TestEnvironment.Origin);
        return Task.FromResult(true);
    }

    private static Task<bool> Pull(string directory, IFileOperations files, string[] names)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        var last = (int)(names[^1][0] - 'a') + 1;
        var numbers = Enumerable.Range(last - names.Length + 1, names.Length).ToArray();
        GenerationImporter.Import(held, numbers.ToDictionary(number => number, number => Compiled[names[number - numbers[0]]]), GenerationImporterTests.Entries(numbers));
        if (GenerationNumbers.Live(environment.Layout) != last)
            new GenerationSwitcher(TimeProvider.System).Switch(held, last, HistoryKind.Pull, TestEnvironment.Origin);
        return Task.FromResult(true);
    }

    // Everything after the first generation goes, and `c` comes for the second.
    private static WriterUnderTest Replacement(string name, string[] generations, int live) => new(name)
    {
        Drawn = 1,
        PrepareAsync = directory => Prepare(directory, generations, "edited", "b"),
        WriteAsync = (directory, files) => Replace(directory, files, [.. Enumerable.Range(2, generations.Length - 1)], live),
        Look = directory => LookAtReplaced(directory, generations.Length, live),
    };

    private static Task<bool> Replace(string directory, IFileOperations files, int[] replaced, int live)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        if (ManifestOf(environment.Layout, 2) != "manifest c")
            new GenerationReplacer(TimeProvider.System).Replace(held, replaced, new Dictionary<int, GenerationFiles> { [2] = Compiled["c"] }, GenerationImporterTests.Entries(2), live, TestEnvironment.Origin);
        return Task.FromResult(true);
    }

    private static WriterState LookAtReplaced(string directory, int generations, int live)
    {
        var layout = new EnvironmentLayout(directory);
        Assert.Equal(GenerationNumbers.Live(layout), new GenerationHistory(layout).Read()[^1].Generation);
        Assert.True(File.Exists(Path.Combine(layout.Current, "generation.json")));
        var files = FilesAfterTheNextCommand(directory);
        Assert.Equal(GenerationNumbers.Live(layout), new GenerationHistory(layout).Read()[^1].Generation);
        Assert.False(Directory.Exists(layout.Replacing));
        if (ManifestOf(layout, 2) == "manifest b")
        {
            Assert.Equal((generations, ("manifest edited", "lock b")), (GenerationNumbers.Live(layout), files));
            return WriterState.Old;
        }

        string[] expected = ["manifest a", "manifest c"];
        Assert.Equal(expected, GenerationNumbers.All(layout).Select(number => ManifestOf(layout, number)));
        Assert.Equal((live, expected[live - 1], live == 1 ? "lock a" : "lock c"), (GenerationNumbers.Live(layout), files.Manifest, files.Lock));
        Assert.Equal(["1 build", "2 build", $"{live} pull"], new GenerationHistory(layout).Read().Select(entry => $"{entry.Generation} {entry.Kind}"));
        var kept = Assert.Single(Directory.GetDirectories(layout.Replaced));
        Assert.Equal(Enumerable.Range(2, generations - 1).Select(number => $"{number}"), Directory.GetDirectories(Path.Combine(kept, "generations")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("manifest b", File.ReadAllText(Path.Combine(kept, "generations", "2", "manifest.toml")));
        Assert.Equal(("manifest edited", "lock b"), (File.ReadAllText(Path.Combine(kept, "manifest.toml")), File.ReadAllText(Path.Combine(kept, "manifest.lock"))));
        Assert.Equal(generations, File.ReadAllLines(Path.Combine(kept, "history.jsonl")).Length);
        return WriterState.New;
    }

    private static string? ManifestOf(EnvironmentLayout layout, int number) =>
        Directory.Exists(layout.Generation(number)) ? File.ReadAllText(Path.Combine(layout.Generation(number), "manifest.toml")) : null;

    private static Task<bool> Switch(string directory, IFileOperations files, int? number)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        new GenerationSwitcher(TimeProvider.System).Switch(held, GenerationSwitcher.Find(held, number).Value, HistoryKind.Switch, TestEnvironment.Origin);
        return Task.FromResult(true);
    }

    private static Task<bool> Remove(string directory, IFileOperations files, int[] numbers)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        GenerationRemover.Remove(held, [.. numbers.Intersect(GenerationNumbers.All(environment.Layout))]);
        return Task.FromResult(true);
    }

    // A lock alone, with what it pins of included environments.
    private static Task<bool> Lock(string directory, IFileOperations files, string name)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        held.Writer.Replace(held.Layout.Lock, $"lock {name}");
        return Task.FromResult(true);
    }

    private static Task<bool> Edit(string directory, IFileOperations files, string name)
    {
        using var environment = new TestEnvironment(directory);
        using var held = environment.Acquire(files);
        PendingEdit.Apply(held, [.. System.Text.Encoding.UTF8.GetBytes($"manifest {name}")], [.. System.Text.Encoding.UTF8.GetBytes($"lock {name}")]);
        return Task.FromResult(true);
    }

    private static WriterState LookAt(string directory, Func<int?, (string Manifest, string Lock)> filesOf, int? from, int to)
    {
        var layout = new EnvironmentLayout(directory);
        var live = GenerationNumbers.Live(layout);
        // Readers take no lock: what they see must agree before anybody has cleaned up.
        Assert.Equal(live, new GenerationHistory(layout).Read() is [.., var last] ? last.Generation : null);
        Assert.Contains(live, (int?[])[from, to]);
        foreach (var number in GenerationNumbers.All(layout))
            AssertWhole(layout, number);
        if (from is { } before)
            Assert.Contains(before, GenerationNumbers.All(layout));
        var (manifest, locked) = filesOf(live);
        Assert.Equal(($"manifest {manifest}", $"lock {locked}"), FilesAfterTheNextCommand(directory));
        return live == to ? WriterState.New : WriterState.Old;
    }

    private static WriterState LookAtFiles(string directory, (string, string) old, (string, string) changed)
    {
        var found = FilesAfterTheNextCommand(directory);
        return found == old ? WriterState.Old : found == changed ? WriterState.New : throw new XunitException($"manifest and lock are {found}");
    }

    private static (string Manifest, string Lock) FilesAfterTheNextCommand(string directory)
    {
        using var environment = new TestEnvironment(directory);
        environment.Acquire().Dispose();
        var layout = environment.Layout;
        return (File.ReadAllText(layout.Manifest), File.Exists(layout.Lock) ? File.ReadAllText(layout.Lock) : "");
    }

    private static void AssertWhole(EnvironmentLayout layout, int number)
    {
        var name = ((string[])["a", "b", "c"])[number - 1];
        Assert.All(Compiled[name].Files, file => Assert.Equal(file.Value.Content, File.ReadAllBytes(Path.Combine(layout.Generation(number), file.Key))));
    }

    private static void AssertKept(string directory, string manifest, string locked)
    {
        var kept = Directory.GetDirectories(Path.Combine(directory, ".envc", "edits"));
        Assert.All(kept, each => Assert.Equal(
            ($"manifest {manifest}", $"lock {locked}"), (File.ReadAllText(Path.Combine(each, "manifest.toml")), File.ReadAllText(Path.Combine(each, "manifest.lock")))));
        Assert.NotEmpty(kept);
    }
}
