using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Collecting;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Collecting;

public sealed class StoreCollectorTests : IDisposable
{
    private readonly StoreFixture store = new();
    private readonly PosixFileOperations files = new();

    public StoreCollectorTests()
    {
        store.Add(Package("one", "usr/bin/one", "1"), priority: 5);
    }

    [Fact]
    public async Task What_is_needed_stays_and_the_rest_goes()
    {
        var root = await store.RootAsync();
        var needs = StoreNeeds.Of(store.Lock);
        var second = store.Add(Package("two", "usr/bin/two", "2"), priority: 5);
        var larger = await store.RootAsync();

        Assert.Equal([("root", larger.Id), ("object", second.Sha256), ("artifact", second.Sha256)], (await CollectAsync(needs)).Select(item => (item.Kind, item.Name)));
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(root.Path, "usr/bin/one")));
        Assert.False(Directory.Exists(store.Store.RootDirectory(larger.Id)));
        Assert.Empty(await CollectAsync(needs));
        store.AssertClean();
        // What is gone is made again.
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine((await store.RootAsync()).Path, "usr/bin/two")));
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_changes_nothing()
    {
        await store.RootAsync();
        var told = await CollectAsync(new StoreNeeds(), isDryRun: true);
        Assert.Equal(3, told.Count);
        Assert.Equal(told.Select(item => (item.Kind, item.Name)), (await CollectAsync(new StoreNeeds())).Select(item => (item.Kind, item.Name)));
    }

    [Fact]
    public async Task Indexes_that_no_catalog_reads_go_too()
    {
        await store.RootAsync();
        var index = Path.Combine(store.Store.Indexes, "packages", "old");
        Directory.CreateDirectory(Path.GetDirectoryName(index)!);
        await File.WriteAllTextAsync(index, "index");
        var collector = new StoreCollector(store.Store, files, TimeProvider.System) { Indexes = [index, index + "-gone"] };
        var collected = await collector.CollectAsync(() => StoreNeeds.Of(store.Lock), isDryRun: false, default);
        Assert.Equal(("index", "old"), (Assert.Single(collected.Value).Kind, collected.Value[0].Name));
        Assert.False(File.Exists(index));
    }

    [Fact]
    public async Task What_a_lease_names_stays_while_it_lasts()
    {
        var root = await store.RootAsync();
        await using (await LeaseAsync())
            Assert.Empty(await CollectAsync(new StoreNeeds()));
        Assert.True(Directory.Exists(root.Path));
        Assert.Equal(3, (await CollectAsync(new StoreNeeds())).Count);
    }

    [Fact]
    public async Task What_a_unit_names_stays_though_nothing_runs_and_no_generation_has_it()
    {
        var root = await store.RootAsync();
        var (launcher, unitRoot) = (new string('a', 64), new string('b', 64));
        using var units = new TemporaryDirectory();
        var unit = units.Write("envc-quickstart-llm.service", $"""
            [Service]
            RootDirectory={store.Store.UnitRoot(unitRoot)}
            BindReadOnlyPaths="{store.Store.RootDirectory(root.Id)}/fs/usr":"/usr"
            BindReadOnlyPaths={store.Store.LauncherDirectory(launcher)}:/.envc

            """);
        File.CreateSymbolicLink(units.File("masked.service"), "/nowhere");
        Result<StoreNeeds> Mark()
        {
            var needs = new StoreNeeds();
            SystemdUnits.Add(needs, [units.File("missing")]);
            return (SystemdUnits.AddExported(needs, units.File("missing")) ?? SystemdUnits.AddExported(needs, units.Path)) is { } problem ? problem : needs;
        }

        foreach (var made in (string[])[store.Store.LauncherDirectory(launcher), store.Store.UnitRoot(unitRoot), store.Store.LauncherDirectory(unitRoot[..63] + "c"), store.Store.UnitRoot(launcher[..63] + "c")])
            Directory.CreateDirectory(Path.Combine(made, "etc"));
        async Task<string[]> CollectAsync() => [.. (await Collector().CollectAsync(Mark, isDryRun: false, default)).Value.Select(item => item.Kind)];

        Assert.Equal(["launcher", "unit-root", "object", "artifact"], await CollectAsync());
        Assert.True(Directory.Exists(root.Path) && Directory.Exists(store.Store.LauncherDirectory(launcher)) && Directory.Exists(store.Store.UnitRoot(unitRoot)));
        Assert.Empty(await CollectAsync());

        File.Delete(unit);
        Assert.Equal(["root", "launcher", "unit-root"], await CollectAsync());
        store.AssertClean();
    }

    [Fact]
    public async Task While_somebody_makes_an_image_what_is_made_of_objects_stays_and_the_collection_says_so()
    {
        await store.RootAsync();
        Directory.CreateDirectory(store.Store.Layer("layer"));
        Directory.CreateDirectory(store.Store.UnitRoot("unit"));
        await using (await StoreLease.AcquireAsync(store.Store, files, TimeProvider.System, new StoreNeeds { Derived = true }, default))
        {
            var collected = await Collector().CollectAsync(() => new StoreNeeds(), isDryRun: false, default);
            Assert.Equal(["object", "artifact"], collected.Value.Select(item => item.Kind));
            Assert.Equal("ENVC0324", Assert.Single(collected.Diagnostics).Code);
        }

        Assert.Equal(["root", "layer", "unit-root"], (await CollectAsync(new StoreNeeds())).Select(item => item.Kind));
    }

    [Fact]
    public async Task Where_needs_are_not_known_nothing_is_removed()
    {
        var root = await store.RootAsync();
        var result = await Collector().CollectAsync(() => StoreDiagnostics.UnknownNeeds("/x", "no"), isDryRun: false, CancellationToken.None);
        Assert.Equal("ENVC0319", Assert.Single(result.Diagnostics).Code);
        Assert.True(Directory.Exists(root.Path));
        store.AssertClean();
    }

    /// <summary>Builders come and go while a collector that knows of no environment takes away whatever it may.</summary>
    [Fact]
    public async Task Builds_and_collections_at_once_both_succeed()
    {
        for (var i = 0; i < 5; i++)
            store.Add(Package($"package{i}", $"usr/bin/program{i}", $"{i}"), priority: 5);
        using var end = new CancellationTokenSource();
        var removed = 0;
        var collecting = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                removed += (await CollectAsync(new StoreNeeds())).Count;
        });
        for (var i = 0; i < 12; i++)
        {
            string program;
            await using (await LeaseAsync())
            {
                program = Path.Combine((await store.RootAsync()).Path, "usr/bin/program3");
                // Held until here, as until a generation is in place.
                for (var look = 0; look < 20; look++)
                    Assert.Equal("3", await File.ReadAllTextAsync(program));
            }

            Eventually.Holds(() => !File.Exists(program), () => "nobody needs it, and it stays");
        }

        await end.CancelAsync();
        await collecting;
        Assert.True(removed >= 12, "the collector hardly removed anything");
    }

    public void Dispose() => store.Dispose();

    private static DebBuilder Package(string name, string path, string content) => new DebBuilder(name).With(data => data.File($"./{path}", content, 0b111_101_101));

    private StoreCollector Collector() => new(store.Store, files, TimeProvider.System);

    private async Task<IReadOnlyList<CollectedItem>> CollectAsync(StoreNeeds needs, bool isDryRun = false)
    {
        var result = await Collector().CollectAsync(() => needs, isDryRun, CancellationToken.None);
        Assert.True(result.Ok, string.Join('\n', result.Diagnostics));
        return result.Value;
    }

    private Task<StoreLease> LeaseAsync() => StoreLease.AcquireAsync(store.Store, files, TimeProvider.System, StoreNeeds.Of(store.Lock), CancellationToken.None);
}
