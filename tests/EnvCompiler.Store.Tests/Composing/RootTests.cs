using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Tests.Support;

namespace EnvCompiler.Store.Tests.Composing;

public sealed class RootTests : IDisposable
{
    private const int Executable = 0b111_101_101;

    private readonly StoreFixture store = new();

    [Fact]
    public async Task The_alternative_of_the_highest_priority_wins_and_its_link_is_a_command_of_its_package()
    {
        store.Add(Awk("gawk", 10));
        var mawk = store.Add(Awk("mawk", 5));

        var root = await store.RootAsync();

        Assert.Equal("/etc/alternatives/awk", LinkOf(root.Path, "usr/bin/awk"));
        Assert.Equal("/usr/bin/gawk", LinkOf(root.Path, "etc/alternatives/awk"));
        Assert.Equal(["/usr/bin/awk", "/usr/bin/gawk"], root.Commands["debian/gawk/1.0/amd64"]);
        Assert.Equal(["/usr/bin/mawk"], root.Commands[mawk.Id]);
    }

    [Fact]
    public async Task Equal_priorities_are_settled_by_the_path()
    {
        store.Add(Awk("zawk", 7));
        store.Add(Awk("bawk", 7));

        Assert.Equal("/usr/bin/bawk", LinkOf((await store.RootAsync()).Path, "etc/alternatives/awk"));
    }

    [Fact]
    public async Task A_slave_whose_file_is_missing_is_left_out()
    {
        store.Add(Awk("gawk", 10, "--slave /usr/bin/nawk nawk /usr/bin/gawk --slave /usr/share/man/awk.gz awk.gz /usr/share/man/gawk.gz"));

        var root = await store.RootAsync();

        Assert.Equal("/etc/alternatives/nawk", LinkOf(root.Path, "usr/bin/nawk"));
        Assert.False(Directory.Exists(Path.Combine(root.Path, "usr/share/man")));
    }

    [Theory]
    [InlineData("mawk")]
    [InlineData("/usr/bin/mawk")]
    public async Task A_wish_goes_before_priorities_and_slaves_follow(string wish)
    {
        store.Add(Awk("gawk", 10, "--slave /usr/bin/nawk nawk /usr/bin/gawk --slave /usr/bin/igawk igawk /usr/bin/gawk"));
        store.Add(Awk("mawk", 5, "--slave /usr/bin/nawk nawk /usr/bin/mawk"));
        var automatic = await store.RootAsync();
        store.Alternatives = new(StringComparer.Ordinal) { ["awk"] = wish };

        var root = await store.RootAsync();

        Assert.NotEqual(automatic.Id, root.Id);
        Assert.Equal("/usr/bin/mawk", LinkOf(root.Path, "etc/alternatives/awk"));
        Assert.Equal("/usr/bin/mawk", LinkOf(root.Path, "etc/alternatives/nawk"));
        Assert.Null(LinkOf(root.Path, "usr/bin/igawk"));
        var recorded = RootReader.Alternatives(store.Store, root.Id)!["awk"];
        Assert.Equal("/usr/bin/mawk", recorded.Path);
        Assert.Equal(new SortedDictionary<string, string> { ["/usr/bin/gawk"] = "gawk", ["/usr/bin/mawk"] = "mawk" }, recorded.Choices);
    }

    [Theory]
    [InlineData("libx.so.1", "second")]
    [InlineData("libx.so.1-x86_64-linux-gnu", "libx-second.so")]
    public async Task A_library_is_wished_for_with_or_without_its_triplet_by_package_or_file(string name, string wish)
    {
        foreach (var (package, priority) in new[] { ("first", 10), ("second", 5) })
        {
            store.Add(new DebBuilder(package).With(data => data.File($"./usr/lib/libx-{package}.so", package)).Control(
                "postinst", $"update-alternatives --install /usr/lib/libx.so.1 libx.so.1-x86_64-linux-gnu /usr/lib/libx-{package}.so {priority}\n"));
        }

        store.Alternatives = new(StringComparer.Ordinal) { [name] = wish };

        Assert.Equal("second", await File.ReadAllTextAsync(Path.Combine((await store.RootAsync()).Path, "usr/lib/libx-second.so")));
        Assert.Equal("/usr/lib/libx-second.so", LinkOf((await store.RootAsync()).Path, "etc/alternatives/libx.so.1-x86_64-linux-gnu"));
    }

    [Theory]
    [InlineData("awk", "busybox", "ENVC0314", "there are `gawk (/usr/bin/gawk)`, `mawk (/usr/bin/mawk)`; another needs its package in `[install]`")]
    [InlineData("akw", "mawk", "ENVC0313", "did you mean `awk`?")]
    [InlineData("editor", "vim", "ENVC0313", "there are `awk`")]
    public async Task A_wish_that_nothing_fulfils_is_an_error_each_time_that_names_what_there_is(string name, string wish, string code, string hint)
    {
        store.Add(Awk("gawk", 10));
        store.Add(Awk("mawk", 5));
        store.Alternatives = new(StringComparer.Ordinal) { [name] = wish };

        foreach (var attempt in new[] { await store.RealiseAsync(), await store.RealiseAsync() })
        {
            Assert.False(attempt.Ok);
            var problem = Assert.Single(attempt.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
            Assert.Equal((code, hint), (problem.Code, problem.Hint));
        }
    }

    [Fact]
    public async Task A_diversion_moves_the_files_of_other_packages()
    {
        store.Add(new DebBuilder("bash").With(data => data.File("./usr/bin/sh", "bash", Executable)));
        store.Add(new DebBuilder("dash").With(data => data.File("./usr/bin/sh", "dash", Executable))
            .Control("preinst", "dpkg-divert --package dash --add --rename --divert /bin/sh.distrib /bin/sh\n"));

        var root = await store.RootAsync();

        Assert.Equal("dash", await File.ReadAllTextAsync(Path.Combine(root.Path, "usr/bin/sh")));
        Assert.Equal("bash", await File.ReadAllTextAsync(Path.Combine(root.Path, "usr/bin/sh.distrib")));
    }

    [Fact]
    public async Task Different_files_of_one_name_are_an_error_that_names_both_packages_and_keeps_the_objects()
    {
        var one = store.Add(Conflicting("one", "1"));
        var two = store.Add(Conflicting("two", "2"));

        var problem = Assert.Single((await store.RealiseAsync()).Diagnostics);

        Assert.Equal(("ENVC0305", Fault.User), (problem.Code, problem.Fault));
        Assert.Equal($"`/usr/share/x` is in both `{one.Id}` and `{two.Id}`", problem.Message);
        Assert.True(Directory.Exists(store.Store.Object(one.Sha256)));
        store.AssertClean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_directory_beside_a_link_or_a_file_is_an_error_that_names_kinds_and_packages_and_no_priority_settles_it(bool isLink)
    {
        var one = store.Add(new DebBuilder("one").With(data => data.File("./usr/share/x/file", "1")));
        var two = store.Add(new DebBuilder("two").With(data => { if (isLink) data.Symlink("./usr/share/x", "y"); else data.File("./usr/share/x", "2"); }), priority: 1);

        var problem = Assert.Single((await store.RealiseAsync()).Diagnostics);

        Assert.Equal(("ENVC0305", $"`/usr/share/x` is a directory in `{one.Id}` and {(isLink ? "a symlink" : "a file")} in `{two.Id}`"), (problem.Code, problem.Message));
    }

    [Fact]
    public async Task A_link_beside_a_file_is_settled_by_priority()
    {
        store.Add(Conflicting("one", "1"));
        store.Add(new DebBuilder("two").With(data => data.Symlink("./usr/share/x", "y")), priority: 1);

        Assert.Equal("y", LinkOf((await store.RootAsync()).Path, "usr/share/x"));
    }

    [Fact]
    public async Task Equal_files_are_no_conflict()
    {
        store.Add(Conflicting("one", "same"));
        store.Add(Conflicting("two", "same"));

        Assert.Equal("same", await File.ReadAllTextAsync(Path.Combine((await store.RootAsync()).Path, "usr/share/x")));
    }

    [Theory]
    [InlineData(1, 5, "1")]
    [InlineData(5, 1, "2")]
    public async Task Priorities_settle_conflicts_and_the_lower_wins(int first, int second, string content)
    {
        store.Add(Conflicting("one", "1"), first);
        store.Add(Conflicting("two", "2"), second);

        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine((await store.RootAsync()).Path, "usr/share/x")));
    }

    [Theory]
    [InlineData("a", "z")]
    [InlineData("z", "a")]
    public async Task Replaces_settles_conflicts_in_any_order(string older, string newer)
    {
        store.Add(Conflicting(older, "old"));
        store.Add(new DebBuilder(newer) { Fields = $"Replaces: {older} (<< 2)\n" }.With(data => data.File("./usr/share/x", "new")));

        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine((await store.RootAsync()).Path, "usr/share/x")));
    }

    [Fact]
    public async Task Users_get_the_same_numbers_whatever_the_order()
    {
        store.Add(new DebBuilder("base").With(data => data.File("./etc/passwd", "root:x:0:0:root:/root:/bin/bash\n").File("./etc/group", "root:x:0:\nvideo:x:44:\n")));
        store.Add(new DebBuilder("srv").Control("postinst", "adduser --system --group --home /srv/x srv\nadduser srv video\n"));
        store.Add(new DebBuilder("dat").With(data => data.File("./usr/lib/sysusers.d/dat.conf", "u dat - \"Data: all\" /var/lib/dat\ng aaa 123\n")));

        var root = await store.RootAsync();

        Assert.Equal(
            ["root:x:0:0:root:/root:/bin/bash", "dat:x:999:999:Data  all:/var/lib/dat:/usr/sbin/nologin", "srv:x:998:998::/srv/x:/usr/sbin/nologin"],
            await File.ReadAllLinesAsync(Path.Combine(root.Path, "etc/passwd")));
        Assert.Equal(
            ["root:x:0:", "video:x:44:srv", "aaa:x:123:", "dat:x:999:", "srv:x:998:"],
            await File.ReadAllLinesAsync(Path.Combine(root.Path, "etc/group")));
    }

    [Fact]
    public async Task Tmpfiles_make_what_is_missing_and_leave_the_hosts_directories_alone()
    {
        store.Add(new DebBuilder("x").With(data => data.File("./usr/share/x/default", "d").File("./etc/there", "packaged").File("./usr/lib/tmpfiles.d/x.conf", """
            # comment
            d /var/lib/x 0750 x x -
            d /run/x 0755 - - -
            f /etc/made 0644 - - - one\ntwo\n
            f /etc/there 0644 - - - other
            L /etc/link - - - - ../usr/share/x
            C /etc/copied - - - - /usr/share/x/default
            """)));

        var root = await store.RootAsync();

        Assert.True(Directory.Exists(Path.Combine(root.Path, "var/lib/x")));
        Assert.False(Directory.Exists(Path.Combine(root.Path, "run/x")));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(Path.Combine(root.Path, "etc/made")));
        Assert.Equal("packaged", await File.ReadAllTextAsync(Path.Combine(root.Path, "etc/there")));
        Assert.Equal("d", await File.ReadAllTextAsync(Path.Combine(root.Path, "etc/copied")));
        Assert.Equal("../usr/share/x", LinkOf(root.Path, "etc/link"));
    }

    [Fact]
    public async Task An_unknown_script_is_a_warning_that_names_package_and_line()
    {
        store.Add(new DebBuilder("odd").Control("postinst", "#!/bin/sh\nset -e\ncompile-everything /usr\n"));

        var result = await store.RealiseAsync();

        Assert.True(result.Ok);
        var warning = result.Diagnostics.Single(diagnostic => diagnostic.Code == "ENVC0306");
        Assert.Equal(Severity.Warning, warning.Severity);
        Assert.Contains("debian/odd/1.0/amd64", warning.Message, StringComparison.Ordinal);
        Assert.Contains("compile-everything /usr", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symlinks_of_packages_never_lead_composing_out_of_the_root()
    {
        store.Directory.Write("secret", "secret");
        store.Add(new DebBuilder("evil").With(data => data
            .Symlink("./etc/passwd", store.Directory.File("secret"))
            .Symlink("./usr/lib/sysusers.d/x.conf", store.Directory.File("secret"))
            .Symlink("./etc/shells", "../../../../../../../../" + store.Directory.File("secret"))
            .Symlink("./loop", "loop")
            .File("./usr/lib/tmpfiles.d/x.conf", $"C /etc/stolen - - - - {store.Directory.File("secret")}\nC /etc/looped - - - - /loop\n")));

        var root = await store.RootAsync();

        Assert.False(File.Exists(Path.Combine(root.Path, "etc/stolen")));
        Assert.Equal(store.Directory.File("secret"), LinkOf(root.Path, "etc/passwd"));
    }

    [Fact]
    public async Task Nothing_in_a_root_or_an_object_is_writable_but_directories()
    {
        store.Add(Awk("gawk", 10));
        await store.RootAsync();

        foreach (var file in Directory.EnumerateFiles(store.Store.Root, "*", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(store.Store.Locks, StringComparison.Ordinal) && new FileInfo(file).LinkTarget is null))
        {
            Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(file) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        }
    }

    public void Dispose() => store.Dispose();

    private static DebBuilder Awk(string name, int priority, string slaves = "") =>
        new DebBuilder(name).With(data => data.File($"./usr/bin/{name}", name, Executable))
            .Control("postinst", $"#!/bin/sh\nupdate-alternatives --install /usr/bin/awk awk /usr/bin/{name} {priority} {slaves}\n");

    private static DebBuilder Conflicting(string name, string content) => new DebBuilder(name).With(data => data.File("./usr/share/x", content));

    private static string? LinkOf(string root, string path) => new FileInfo(Path.Combine(root, path)).LinkTarget;
}
