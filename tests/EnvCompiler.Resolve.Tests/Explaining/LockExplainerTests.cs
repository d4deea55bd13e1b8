using EnvCompiler.Resolve.Explaining;
using EnvCompiler.Resolve.Tests.Locking;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Explaining;

public sealed class LockExplainerTests
{
    [Fact]
    public void A_package_is_told_by_the_shortest_chain_of_needs()
    {
        var catalog = Of(Package("app", "1", "Depends: middle, near"), Package("middle", "1", "Depends: near2"), Package("near2", "1", "Depends: library"),
            Package("near", "1", "Depends: other | library (>= 1)"), Package("library", "1"), Package("other", "1", "Conflicts: near2"));
        var explained = Assert.Single(catalog.Explain(catalog.Lock("a.pkg-path = \"app\"").Value, "library"));
        Assert.Equal(["`install.a` asks for `app`", "`app 1` needs `near`", "`near 1` needs `other | library (>= 1)`"], explained.Steps);
        Assert.Equal(("library", "1", "sid", "toplevel", "x86_64-linux/cpu"), (explained.Package, explained.Version, explained.Suite, explained.Group, explained.Target));
        Assert.Empty(explained.Rejected);
    }

    [Fact]
    public void An_install_id_stands_for_its_package()
    {
        var catalog = Of(Package("app", "1"));
        Assert.Equal("app", Assert.Single(catalog.Explain(catalog.Lock("a.pkg-path = \"app\"").Value, "a")).Package);
    }

    [Fact]
    public void Every_group_that_has_it_tells()
    {
        var catalog = Of(Package("app", "1"), Package("app", "2"));
        var locked = catalog.Lock("a.pkg-path = \"app\"\nb = { pkg-path = \"app\", version = \"1\", pkg-group = \"old\" }").Value;
        Assert.Equal(["old 1", "toplevel 2"], catalog.Explain(locked, "app").Select(each => $"{each.Group} {each.Version}"));
    }

    [Theory]
    [InlineData("app = { pkg-path = \"library\", version = \"1\" }", RejectionReason.Constraint, "`install.app.version` is `1`")]
    [InlineData("t.pkg-path = \"tool\"\nl.pkg-path = \"library\"", RejectionReason.Need, "`tool 1` needs `library (<< 2)`")]
    [InlineData("e.pkg-path = \"enemy\"\nl.pkg-path = \"library\"", RejectionReason.Conflict, "it and `enemy 1` conflict")]
    public void A_version_that_the_group_rules_out_says_by_what(string install, RejectionReason reason, string because)
    {
        var catalog = Of(Package("library", "1"), Package("library", "2"), Package("tool", "1", "Depends: library (<< 2)"), Package("enemy", "1", "Breaks: library (>= 2)"));
        Assert.Equal(("2", "sid", reason, because), Only(catalog, install));
    }

    [Fact]
    public void A_version_that_cannot_be_installed_says_what_it_lacks() => Assert.Equal(
        ("2", "sid", RejectionReason.MissingDependency, "it needs `gone`, which no suite has"),
        Only(Of(Package("library", "1"), Package("library", "2", "Depends: gone")), "l.pkg-path = \"library\""));

    [Fact]
    public void A_lower_version_is_lower() => Assert.Equal(
        ("1", "sid", RejectionReason.LowerVersion, "the locked version is higher"),
        Only(Of(Package("library", "1"), Package("library", "2")), "l.pkg-path = \"library\""));

    [Fact]
    public void A_later_suite_is_later() => Assert.Equal(
        ("2", "sid", RejectionReason.LaterSuite, "its suite comes after `stable`"),
        Only(new SmallCatalog().With("debian", ("stable", [Package("library", "1")]), ("sid", [Package("library", "2")])), "l.pkg-path = \"library\""));

    [Fact]
    public void Another_catalog_is_another() => Assert.Equal(
        ("2", "s", RejectionReason.OtherCatalog, "`install.l` takes it from the catalog `first`"),
        Only(new SmallCatalog().With("first", ("s", [Package("library", "1")])).With("second", ("s", [Package("library", "2")])), "l.pkg-path = \"library\""));

    [Fact]
    public void A_version_that_is_new_since_the_lock_is_kept_out_by_it()
    {
        var before = Of(Package("library", "1")).Lock("l.pkg-path = \"library\"").Value;
        var rejected = Assert.Single(Assert.Single(Of(Package("library", "1"), Package("library", "2")).Explain(before, "library")).Rejected);
        Assert.Equal(("2", RejectionReason.Kept), (rejected.Version, rejected.Reason));
    }

    [Fact]
    public void A_version_that_left_the_catalogs_has_no_chain()
    {
        var before = Of(Package("library", "1")).Lock("l.pkg-path = \"library\"").Value;
        Assert.Empty(Assert.Single(Of(Package("library", "2")).Explain(before, "library")).Steps);
    }

    [Fact]
    public void What_is_not_locked_is_not_explained()
    {
        var catalog = Of(Package("app", "1"), Package("other", "1"));
        Assert.Empty(catalog.Explain(catalog.Lock("a.pkg-path = \"app\"").Value, "other"));
    }

    private static (string Version, string Suite, RejectionReason Reason, string Because) Only(SmallCatalog catalog, string install)
    {
        var rejected = Assert.Single(Assert.Single(catalog.Explain(catalog.Lock(install).Value, "library")).Rejected);
        return (rejected.Version, rejected.Suite, rejected.Reason, rejected.Because);
    }
}
