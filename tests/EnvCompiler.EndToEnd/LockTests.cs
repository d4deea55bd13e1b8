using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>What a team relies on when <c>manifest.lock</c> is under version control.</summary>
public sealed class LockTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{
    private const string Manifest = """
        version = 1
        [catalogs.debian]
        type = "debian"
        suites = ["trixie", "trixie-updates"]
        [install]
        nginx.pkg-path = "nginx"
        curl = { pkg-path = "curl", pkg-group = "tools" }
        [options]
        systems = ["x86_64-linux", "aarch64-linux"]

        """;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Two_machines_make_the_same_bytes()
    {
        using var mirror = new LocalMirror();
        Write("here", Manifest);
        Write("there/elsewhere", Manifest.Replace("nginx.pkg-path = \"nginx\"\n", "", StringComparison.Ordinal)
            .Replace("[options]", "nginx.pkg-path = \"nginx\"   # the other way round\n[options]", StringComparison.Ordinal));
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var other = new Envc(directory.File("store"))
        {
            Variables =
            {
                ["ENVC_DEBIAN_MIRROR"] = mirror.Address, ["HOME"] = directory.File("home"), ["TZ"] = "Pacific/Chatham", ["LC_ALL"] = "tr_TR.UTF-8",
            },
        };
        other.Run("lock", "-d", directory.File("there", "elsewhere")).Expect(0);
        Assert.Equal(Lock("here"), Lock("there/elsewhere"));
        Assert.DoesNotContain("127.0.0.1", Lock("here"), StringComparison.Ordinal);
    }

    [Requires("unshare", RootUser = true)]
    public void A_fresh_lock_needs_no_network_whatever_else_was_edited()
    {
        Write("here", Manifest);
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var before = Lock("here");
        Write("here", $"# a comment\n{Manifest}[vars]\nA = \"b\"\n[hook]\non-activate = \"true\"\n[services.web]\ncommand = \"nginx\"\n");
        var alone = new Envc(store.Path) { Prefix = ["unshare", "-n"] };
        alone.Run("lock", "-d", directory.File("here")).Expect(0);
        alone.Run("lock", "--check", "-d", directory.File("here")).Expect(0);
        Assert.Equal(before, Lock("here"));
    }

    [Requires("unshare", RootUser = true)]
    public void Offline_a_stale_lock_is_made_anew_of_the_indexes_in_the_store()
    {
        Write("here", Manifest);
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var before = Lock("here");
        Write("here", Manifest.Replace("[options]", "wget.pkg-path = \"wget\"\n[options]", StringComparison.Ordinal));
        var alone = new Envc(store.Path) { Prefix = ["unshare", "-n"] };
        alone.Run("lock", "--offline", "-d", directory.File("here")).Expect(0);
        Assert.Contains("wget", Lock("here"), StringComparison.Ordinal);
        Write("here", Manifest);
        alone.Run("lock", "--offline", "-d", directory.File("here")).Expect(0);
        Assert.Equal(before, Lock("here"));
    }

    [Fact]
    public void A_stale_lock_fails_the_check_and_is_left_alone()
    {
        Write("here", Manifest);
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var before = Lock("here");
        Write("here", Manifest.Replace("[options]", "jq.pkg-path = \"jq\"\n[options]", StringComparison.Ordinal));
        store.Envc().Run("lock", "--check", "-d", directory.File("here")).Expect(1).Says("ENVC0906");
        Assert.Equal(before, Lock("here"));
    }

    [Fact]
    public void A_package_more_adds_lines_and_changes_none()
    {
        Write("here", Manifest);
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var before = Lock("here").Split('\n');
        Write("here", Manifest.Replace("[options]", "jq.pkg-path = \"jq\"\n[options]", StringComparison.Ordinal));
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var after = Lock("here").Split('\n');
        var kept = after.ToHashSet(StringComparer.Ordinal);

        // A last element of a list gets a comma when another follows it.
        Assert.DoesNotContain(before, line => !kept.Contains(line) && !kept.Contains(line + ","));
        Assert.InRange(after.Length, before.Length + 10, before.Length + 100);
        Write("here", Manifest);
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        Assert.Equal(before, Lock("here").Split('\n'));
    }

    [Fact]
    public void Packages_are_installed_and_uninstalled_or_nothing_changes()
    {
        Write("here", Manifest);
        var envc = store.Envc();
        envc.Run("lock", "-d", directory.File("here")).Expect(0);
        var before = Lock("here");
        Assert.Matches(@"\njq +- ", envc.Run("install", "-d", directory.File("here"), "jq@1", "nginx").Expect(0).Says("ENVC0136").Output);
        envc.Run("lock", "--check", "-d", directory.File("here")).Expect(0);

        var (manifest, installed) = (Text("here"), Lock("here"));
        envc.Run("install", "-d", directory.File("here"), "hello", "no-such-package").Expect(1).Says("ENVC0250", hint: false);
        envc.Run("uninstall", "-d", directory.File("here"), "jq", "no-such-package").Expect(1).Says("ENVC0137", hint: false);
        Assert.Equal((manifest, installed), (Text("here"), Lock("here")));

        envc.Run("uninstall", "-d", directory.File("here"), "jq").Expect(0);
        Assert.Equal((Manifest, before), (Text("here"), Lock("here")));
    }

    [Requires("unshare", RootUser = true)]
    public void A_disk_that_fills_while_a_package_is_installed_leaves_both_files_as_they_were()
    {
        Write("here", Manifest);
        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        var before = Lock("here");

        // Room for the manifest and the lock, and for no second lock.
        var kilobytes = ((before.Length * 3 / 2) + 8192) / 1024;
        var script = $"mount -t tmpfs -o size={kilobytes}k tmpfs /mnt && cp {directory.File("here")}/manifest.* /mnt && \"$@\"; echo code $?; cat /mnt/manifest.toml /mnt/manifest.lock";
        var full = new Envc(store.Path) { Prefix = ["unshare", "-m", "sh", "-c", script, "sh"] };
        var said = full.Run("install", "-d", "/mnt", "hello").Expect(0).Says("ENVC0902");
        Assert.Equal($"code 3\n{Manifest}{before}", said.Output);
    }

    private string Text(string place) => File.ReadAllText(directory.File(place, "manifest.toml"));

    private void Write(string place, string manifest)
    {
        Directory.CreateDirectory(directory.File(place));
        File.WriteAllText(directory.File(place, "manifest.toml"), manifest);
    }

    private string Lock(string place) => File.ReadAllText(directory.File(place, "manifest.lock"));
}
