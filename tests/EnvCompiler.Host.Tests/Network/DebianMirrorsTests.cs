using EnvCompiler.Host.Network;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Network;

public sealed class DebianMirrorsTests : IDisposable
{
    private static readonly DebianArchives Archives = DebianArchives.Parse("""
        archive debian-security -security http://security.example/debian-security http://snapshot.example/archive/debian-security
        archive debian * http://official.example/debian http://snapshot.example/archive/debian
        releases trixie forky stable
        """);

    private readonly TemporaryDirectory apt = new();

    public void Dispose() => apt.Dispose();

    [Fact]
    public void The_catalogs_mirror_comes_before_the_variable_and_nothing_after_it()
    {
        apt.Write("sources.list", "deb http://apt.example/debian trixie main\n");
        var mirrors = new DebianMirrors(Archives, "http://variable.example/debian/", apt.Path);
        Assert.Equal(["http://mine.example/debian/"], Texts(mirrors.ForIndexes("http://mine.example/debian", "forky", null)));
        Assert.Equal(["http://variable.example/debian/"], Texts(mirrors.ForIndexes(null, "forky", null)));
    }

    [Fact]
    public void Apt_sources_that_serve_Debian_come_before_the_official_mirror()
    {
        apt.Write("sources.list", "# deb http://old.example/debian trixie main\ndeb [arch=amd64 signed-by=/k/debian-archive-keyring.gpg] http://list.example/debian trixie main\ndeb-src http://src.example/debian trixie main\n");
        apt.Write("sources.list.d/debian.sources", "Types: deb deb-src\n# a comment\nURIs: http://deb822.example/debian http://second.example/debian/\nSuites: trixie\n trixie-updates\nComponents: main\n\nTypes: deb\nEnabled: no\nURIs: http://disabled.example/debian\nSuites: trixie\n");
        Assert.Equal(
            ["http://list.example/debian/", "http://deb822.example/debian/", "http://second.example/debian/", "http://official.example/debian/"],
            Texts(new DebianMirrors(Archives, null, apt.Path).ForIndexes(null, "forky", null)));
    }

    [Theory]
    [InlineData("deb http://archive.example/ubuntu noble main")]
    [InlineData("deb http://vendor.example/debian noble main")]
    [InlineData("deb http://vendor.example/apt stable main")]
    [InlineData("deb [signed-by=/k/vendor.gpg] http://vendor.example/debian trixie main")]
    [InlineData("deb file:/srv/debian trixie main")]
    [InlineData("deb cdrom:[Debian]/ trixie main")]
    [InlineData("deb")]
    [InlineData("deb [ [ ]")]
    public void Sources_of_others_are_passed_over(string line)
    {
        apt.Write("sources.list", line + "\n");
        Assert.Equal(["http://official.example/debian/"], Texts(new DebianMirrors(Archives, null, apt.Path).ForIndexes(null, "trixie", null)));
    }

    [Fact]
    public void Security_suites_are_found_beside_the_main_archive()
    {
        apt.Write("sources.list", "deb http://a.example/debian trixie main\ndeb http://b.example/debian-security trixie-security main\n");
        var mirrors = new DebianMirrors(Archives, null, apt.Path);
        Assert.Equal(
            ["http://b.example/debian-security/", "http://a.example/debian-security/", "http://security.example/debian-security/"],
            Texts(mirrors.ForIndexes(null, "trixie-security", null)));
        Assert.Equal(
            ["http://m.example/debian-security/", "http://m.example/debian/"],
            Texts(mirrors.ForIndexes("http://m.example/debian", "trixie-security", null)));
    }

    [Fact]
    public void A_pinned_moment_is_only_in_the_snapshot_archive() => Assert.Equal(
        ["http://snapshot.example/archive/debian/20261120T000000Z/"],
        Texts(new DebianMirrors(Archives, "http://m.example/debian", apt.Path).ForIndexes(null, "forky", "20261120T000000Z")));

    [Fact]
    public void Artifacts_come_from_the_mirrors_and_then_from_snapshots_of_the_lock()
    {
        var manifest = new Manifest();
        var locked = new Lock { Request = new LockRequest { Catalogs = [], Install = [], Models = [], Targets = [], Base = false } };
        locked.Indexes["debian/forky"] = new LockedIndex { Date = "2026-10-30T08:08:01Z" };
        locked.Indexes["debian/trixie-security"] = new LockedIndex { Date = "2026-10-30T23:00:00Z" };
        var mirrors = new DebianMirrors(Archives, "http://m.example/debian", apt.Path);
        Assert.Equal(
            [
                "http://m.example/debian/",
                "http://m.example/debian-security/",
                "http://snapshot.example/archive/debian/20261030T200801Z/",
                "http://snapshot.example/archive/debian-security/20261031T110000Z/",
            ],
            Texts(mirrors.ForArtifacts(manifest, locked)));
    }

    [Fact]
    public void The_shipped_data_names_an_archive_for_every_suite()
    {
        Assert.Equal("debian-security", DebianArchives.Official.Of("trixie-security").Directory);
        Assert.Equal("debian", DebianArchives.Official.Of("trixie-updates").Directory);
        Assert.True(DebianArchives.Official.IsSuite("forky-backports"));
        Assert.False(DebianArchives.Official.IsSuite("noble"));
    }

    private static IEnumerable<string> Texts(IEnumerable<Uri> uris) => uris.Select(uri => uri.ToString());
}
