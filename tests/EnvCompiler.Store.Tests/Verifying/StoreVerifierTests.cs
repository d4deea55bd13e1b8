using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Imaging;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Store.Tests.Verifying;

public sealed class StoreVerifierTests : IDisposable
{
    private readonly StoreFixture store = new();
    private readonly LockedPackage package;

    public StoreVerifierTests() =>
        package = store.Add(
            new DebBuilder("tool").With(data => data.File("./usr/bin/tool", "tool", 0b111_101_101).Symlink("./usr/bin/alias", "tool").File("./usr/share/a", "a").HardLink("./usr/share/b", "usr/share/a")),
            priority: 5);

    [Fact]
    public async Task A_whole_store_is_found_to_be_whole()
    {
        await store.RootAsync();
        var report = await VerifyAsync(repairs: false);
        Assert.Equal((1, 1, 1, 0), (report.Artifacts, report.Objects, report.Roots, report.Unverified));
        Assert.Empty(report.Damaged);
        store.AssertClean();
    }

    [Fact]
    public async Task A_damaged_artifact_is_found_and_fetched_again()
    {
        await store.RootAsync();
        Overwrite(store.Store.Artifact(package.Sha256), "x");
        var found = await VerifyAsync(repairs: false);
        Assert.Equal(("artifact", package.Id, false), Told(Assert.Single(found.Damaged)));
        Assert.Equal(1, found.Unverified);
        Assert.Equal(("artifact", package.Id, true), Told(Assert.Single((await VerifyAsync(repairs: true)).Damaged)));
        Assert.Empty((await VerifyAsync(repairs: false)).Damaged);
    }

    [Theory]
    [InlineData("usr/bin/tool", "tooL")]
    [InlineData("usr/bin/tool", "tool and more")]
    [InlineData("usr/bin/tool", "")]
    [InlineData("usr/share/b", "c")]
    public async Task Other_content_is_found_in_object_and_root_and_mended_in_both(string path, string content)
    {
        var root = await store.RootAsync();
        Overwrite(Path.Combine(root.Path, path), content);
        Assert.Equal(("object", package.Id, false), Told(Assert.Single((await VerifyAsync(repairs: false)).Damaged)));

        var repaired = await VerifyAsync(repairs: true);
        Assert.Equal(["object", "root"], repaired.Damaged.Select(item => item.Kind));
        Assert.All(repaired.Damaged, item => Assert.True(item.IsRepaired));
        Assert.Empty((await VerifyAsync(repairs: false)).Damaged);
        Assert.Equal(path == "usr/share/b" ? "a" : "tool", await File.ReadAllTextAsync(Path.Combine(root.Path, path)));
    }

    [Fact]
    public async Task A_root_that_no_lock_names_does_not_keep_a_bad_file_of_a_mended_object()
    {
        var root = await store.RootAsync();
        // As an image has one of some of the packages.
        var other = store.Store.RootDirectory(new string('f', 64));
        Directory.Move(Path.GetDirectoryName(root.Path)!, other);
        var file = Path.Combine(other, "fs/usr/share/b");
        Overwrite(file, "c");

        Assert.Equal(["object", "root"], (await VerifyAsync(repairs: true)).Damaged.Select(item => item.Kind));
        Assert.Equal("a", await File.ReadAllTextAsync(file));
        Assert.Empty((await VerifyAsync(repairs: false)).Damaged);
    }

    [Fact]
    public async Task What_is_missing_what_is_too_much_and_what_is_of_another_kind_is_mended()
    {
        var root = await store.RootAsync();
        File.Delete(Path.Combine(root.Path, "usr/bin/alias"));
        File.WriteAllText(Path.Combine(root.Path, "usr/bin/more"), "more");
        File.Delete(Path.Combine(root.Path, "usr/bin/tool"));
        Directory.CreateDirectory(Path.Combine(root.Path, "usr/bin/tool/x"));
        var found = Assert.Single((await VerifyAsync(repairs: true)).Damaged);
        Assert.Equal(("root", 4, true), (found.Kind, found.Paths, found.IsRepaired));
        Assert.Empty((await VerifyAsync(repairs: false)).Damaged);
        Assert.Equal("tool", await File.ReadAllTextAsync(Path.Combine(root.Path, "usr/bin/alias")));
        store.AssertClean();
    }

    [Theory]
    [InlineData("root.json")]
    [InlineData("object.json")]
    public async Task A_record_that_cannot_be_read_is_named_and_mended(string name)
    {
        await store.RootAsync();
        Overwrite(Assert.Single(Directory.GetFiles(store.Store.Root, name, SearchOption.AllDirectories)), "{");
        if (name == "object.json")
        {
            // Who has a root needs no records of its objects.
            Directory.Delete(store.Store.Roots, recursive: true);
        }

        var problem = Assert.Single((await store.RealiseAsync()).Diagnostics);
        Assert.Equal("ENVC0327", problem.Code);
        Assert.Contains($"/{name}`", problem.Message, StringComparison.Ordinal);
        await VerifyAsync(repairs: true);
        await store.RootAsync();
    }

    [Fact]
    public async Task Layers_launchers_and_units_roots_are_hashed_and_a_bad_layer_goes()
    {
        var root = await store.RootAsync();
        ImageEntry[] entries = [new ImageEntry.Directory("etc"), new ImageEntry.File("etc/a", Path.Combine(root.Path, "usr/share/a"), 1, IsProgram: false)];
        var directories = new EntryDirectories(store.Store, new PosixFileOperations(), TimeProvider.System);
        var unitRoot = (await directories.EnsureUnitRootAsync(entries, CancellationToken.None)).Value;
        var launcher = (await directories.EnsureLauncherAsync([new ImageEntry.Made(".envc/envc-run", "program"u8.ToArray(), IsProgram: true)], CancellationToken.None)).Value;
        var layers = new LayerStore(store.Store, new PosixFileOperations(), TimeProvider.System);
        var layer = (await layers.EnsureAsync([new LayerContent("a", entries)], LayerCompressor.Gzip, CancellationToken.None)).Value.Keys[0];
        var whole = await VerifyAsync(repairs: false);
        Assert.Equal((3, 0), (whole.Derived, whole.Damaged.Count));

        Overwrite(layers.PathOf(layer), "x");
        File.Delete(Path.Combine(unitRoot, "etc/a"));
        Overwrite(Path.Combine(launcher, "envc-run"), "another");
        var repaired = await VerifyAsync(repairs: true);
        Assert.Equal([("launcher", false), ("layer", true), ("unit-root", false)], repaired.Damaged.Select(item => (item.Kind, item.IsRepaired)));
        Assert.All(repaired.Damaged.Where(item => !item.IsRepaired), item => Assert.StartsWith("`envc export systemd` makes it whole", item.NotRepaired, StringComparison.Ordinal));
        Assert.Null(layers.TryOpen(layer));
        Assert.True((await directories.EnsureUnitRootAsync(entries, CancellationToken.None)).Ok);
        Assert.Equal("launcher", Assert.Single((await VerifyAsync(repairs: false)).Damaged).Kind);
    }

    [Fact]
    public async Task What_no_lock_names_is_told_apart()
    {
        await store.RootAsync();
        Overwrite(store.Store.Artifact(package.Sha256), "x");
        var report = await VerifyAsync(repairs: true, locks: []);
        Assert.Equal(2, report.Unverified);
        var item = Assert.Single(report.Damaged);
        Assert.False(item.IsRepaired);
        Assert.Contains("no lock", item.NotRepaired, StringComparison.Ordinal);
    }

    public void Dispose() => store.Dispose();

    private static (string Kind, string? Package, bool IsRepaired) Told(DamagedItem item) => (item.Kind, item.Package, item.IsRepaired);

    // In place, as a failing disk or a careless root user would.
    private static void Overwrite(string path, string content)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
    }

    private async Task<VerificationReport> VerifyAsync(bool repairs, IReadOnlyList<VerifiedLock>? locks = null)
    {
        locks ??= [new VerifiedLock(store.Lock, [FakeMirror.Base], new Dictionary<string, string>())];
        var verifier = new StoreVerifier(store.Store, new PosixFileOperations(), store.Mirror, new ProcessRunner(), TimeProvider.System, locks);
        var result = await verifier.VerifyAsync(repairs, CancellationToken.None);
        Assert.True(result.Ok, string.Join('\n', result.Diagnostics));
        return result.Value;
    }
}
