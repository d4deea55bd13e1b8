using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Collecting;
using EnvCompiler.Store.Imaging;
using EnvCompiler.Store.Verifying;
using EnvCompiler.TestKit.Crashes;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>
/// All that changes a store. What has a final name is whole, but for artifacts: they are not synced, and hashed before they are used. What a build reported is there, and
/// what is needed stays.
/// </summary>
internal static class StoreWriters
{
    // What clean builds of both locks leave.
    private static readonly Dictionary<string, string> Whole = WholeThings();

    internal static readonly IReadOnlyList<WriterUnderTest> All =
    [
        Writer("first root") with
        {
            WriteAsync = (directory, files) => BuildAsync(directory, files, Small),
            Look = directory => LookAt(directory, Small),
        },
        Writer("root beside another") with
        {
            PrepareAsync = directory => BuildAsync(directory, new PosixFileOperations(), Small),
            WriteAsync = (directory, files) => BuildAsync(directory, files, Large),
            Look = directory =>
            {
                Assert.Equal(WriterState.New, LookAt(directory, Small));
                return LookAt(directory, Large);
            },
        },
        Writer("collection") with
        {
            PrepareAsync = async directory =>
            {
                await BuildAsync(directory, new PosixFileOperations(), Small);
                await BuildAsync(directory, new PosixFileOperations(), Large);
                using var store = Small(directory);
                MakeUnitRoot(store.Store);
            },
            WriteAsync = async (directory, files) =>
            {
                using var store = Small(directory);
                return (await new StoreCollector(store.Store, files, TimeProvider.System).CollectAsync(() => StoreNeeds.Of(store.Lock), isDryRun: false, CancellationToken.None)).Ok;
            },
            Look = directory =>
            {
                Assert.Equal(WriterState.New, LookAt(directory, Small));
                using var store = Small(directory);
                return Directory.GetDirectories(store.Store.Roots).Length == 1 && Directory.GetDirectories(store.Store.Units).Length == 0 ? WriterState.New : WriterState.Old;
            },
        },
        Writer("repair") with
        {
            Drawn = 0,
            PrepareAsync = async directory =>
            {
                await BuildAsync(directory, new PosixFileOperations(), Small);
                foreach (var file in Damaged(directory).Take(1))
                {
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    await File.WriteAllTextAsync(file, "damaged");
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                }
            },
            WriteAsync = RepairAsync,
            Look = directory =>
            {
                // The object's file and the root's, which are one.
                var contents = Damaged(directory).Select(File.ReadAllText).ToArray();
                Assert.Equal(2, contents.Length);
                Assert.All(contents, content => Assert.Contains(content, (string[])["a", "damaged"]));
                return contents is ["a", "a"] ? WriterState.New : WriterState.Old;
            },
        },
        Writer("unit's root") with
        {
            WriteAsync = MakeUnitRootAsync,
            Look = directory => LookAtUnitRoot(directory),
        },
        Writer("unit's root made whole") with
        {
            PrepareAsync = async directory =>
            {
                await MakeUnitRootAsync(directory, new PosixFileOperations());
                var file = Path.Combine(UnitRootOf(directory)!, "etc/os-release");
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                await File.WriteAllTextAsync(file, "damaged");
            },
            WriteAsync = MakeUnitRootAsync,
            Look = directory => LookAtUnitRoot(directory, wasDamaged: true),
        },
    ];

    internal static WriterUnderTest Named(string name) => All.Single(writer => writer.Name == name);

    private static WriterUnderTest Writer(string name) => new(name)
    {
        WriteAsync = (_, _) => throw new InvalidOperationException("each has its own"),
        Look = _ => throw new InvalidOperationException("each has its own"),
        Drawn = 2,
        IsTemporary = path => path.StartsWith("store/tmp/", StringComparison.Ordinal),
    };

    private static StoreFixture Small(string directory)
    {
        var store = new StoreFixture { Store = new StoreLayout(Path.Combine(directory, "store")) };
        store.Add(new DebBuilder("a").With(data => data.File("./usr/bin/a", "a", 0b111_101_101).Symlink("./usr/bin/b", "a")));
        return store;
    }

    private static StoreFixture Large(string directory)
    {
        var store = Small(directory);
        store.Add(new DebBuilder("c").With(data => data.File("./usr/share/c", "c").HardLink("./usr/share/d", "usr/share/c")));
        return store;
    }

    private static async Task<bool> BuildAsync(string directory, IFileOperations files, Func<string, StoreFixture> fixture)
    {
        using var store = fixture(directory);
        await using (await StoreLease.AcquireAsync(store.Store, files, TimeProvider.System, StoreNeeds.Of(store.Lock), CancellationToken.None))
            return (await store.RealiseAsync(files)).Ok;
    }

    private static async Task<bool> RepairAsync(string directory, IFileOperations files)
    {
        using var store = Small(directory);
        var locks = (VerifiedLock[])[new(store.Lock, [FakeMirror.Base], new Dictionary<string, string>())];
        var result = await new StoreVerifier(store.Store, files, store.Mirror, new ProcessRunner(), TimeProvider.System, locks).VerifyAsync(repairs: true, CancellationToken.None);
        return result.Ok && result.Value.Unverified == 0 && result.Value.Damaged.All(item => item.IsRepaired);
    }

    private static string[] Damaged(string directory) =>
        [.. ((string[])["objects", "roots"]).SelectMany(place => Directory.GetFiles(Path.Combine(directory, "store", place), "a", SearchOption.AllDirectories))
            .Where(file => file.EndsWith("/usr/bin/a", StringComparison.Ordinal))];

    private static WriterState LookAt(string directory, Func<string, StoreFixture> fixture)
    {
        using var store = fixture(directory);
        foreach (var (name, content) in ThingsOf(store.Store))
            Assert.True(Whole[name] == content, $"{name} is not whole");
        var locked = store.Lock;
        var group = locked.Targets[StoreFixture.Target.ToString()].Groups["toplevel"];
        return Directory.Exists(store.Store.RootDirectory(Model.Locks.RootId.Of(locked, group))) ? WriterState.New : WriterState.Old;
    }

    private static IEnumerable<(string Name, string Content)> ThingsOf(StoreLayout store)
    {
        foreach (var place in (string[])[store.Objects, store.Roots, store.Units])
        {
            // Objects lie one level lower.
            foreach (var made in Directory.Exists(place) ? Directory.GetDirectories(place).SelectMany(each => place == store.Objects ? Directory.GetDirectories(each) : [each]) : [])
                yield return (Path.GetFileName(made), DirectoryImage.Read(made).Fingerprint());
        }
    }

    private static async Task<bool> MakeUnitRootAsync(string directory, IFileOperations files)
    {
        ImageEntry[] entries = [new ImageEntry.Directory("etc"), new ImageEntry.Made("etc/os-release", "ID=debian\n"u8.ToArray(), IsProgram: false), new ImageEntry.Symlink("bin", "usr/bin")];
        var store = new StoreLayout(Path.Combine(directory, "store"));
        await using (await StoreLease.AcquireAsync(store, files, TimeProvider.System, new StoreNeeds { Derived = true }, CancellationToken.None))
            return (await new EntryDirectories(store, files, TimeProvider.System).EnsureUnitRootAsync(entries, CancellationToken.None)).Ok;
    }

    private static string? UnitRootOf(string directory)
    {
        var units = new StoreLayout(Path.Combine(directory, "store")).Units;
        return Directory.Exists(units) ? Directory.GetDirectories(units).SingleOrDefault() : null;
    }

    private static WriterState LookAtUnitRoot(string directory, bool wasDamaged = false)
    {
        var place = UnitRootOf(directory);
        Assert.True(place is not null || !wasDamaged, "the unit's root is gone");
        if (place is null)
            return WriterState.Old;
        var isWhole = EntryDirectories.IsWhole(place);
        Assert.True(isWhole || wasDamaged, "the unit's root is not whole");
        return isWhole ? WriterState.New : WriterState.Old;
    }

    private static void MakeUnitRoot(StoreLayout store)
    {
        var directory = Directory.CreateDirectory(Path.Combine(store.UnitRoot(new string('a', 64)), "etc"));
        File.WriteAllText(Path.Combine(directory.FullName, "os-release"), "ID=debian\n");
    }

    private static Dictionary<string, string> WholeThings()
    {
        using var place = TestKit.TemporaryDirectory.InMemory();
        BuildAsync(place.Path, new PosixFileOperations(), Small).GetAwaiter().GetResult();
        BuildAsync(place.Path, new PosixFileOperations(), Large).GetAwaiter().GetResult();
        using var store = Large(place.Path);
        MakeUnitRoot(store.Store);
        return ThingsOf(store.Store).ToDictionary(thing => thing.Name, thing => thing.Content);
    }
}
