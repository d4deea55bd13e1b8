using EnvCompiler.Model.Locks;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>What a lock holds, and that nothing but its inputs decides it.</summary>
public sealed class LockBuilderTests
{
    private static readonly string[] Stanzas =
    [
        Package("app", "2", "Depends: library, runtime"),
        Package("app", "1", "Depends: library"),
        Package("library", "2.0"),
        Package("library", "1.0"),
        Package("java", "1", "Provides: runtime"),
        Package("python", "1", "Provides: runtime"),
        Package("tool", "1", "Depends: library (<< 2)"),
    ];

    [Fact]
    public void Equal_indexes_give_equal_bytes_in_whatever_order_they_and_the_manifest_are()
    {
        var forward = Of(Stanzas).Lock("app.pkg-path = \"app\"\ntool.pkg-path = \"tool\"").Value;
        var backward = Of([.. Stanzas.Reverse()]).Lock("tool.pkg-path = \"tool\"\napp.pkg-path = \"app\"").Value;
        Assert.Equal(LockFile.Write(forward), LockFile.Write(backward));
        Assert.Equal(["app 2", "java 1", "library 1.0", "tool 1"], ClosureOf(forward, "toplevel"));
    }

    [Fact]
    public void Every_locked_package_says_where_it_is_and_what_it_is()
    {
        var locked = new SmallCatalog().With("acme", ("stable", [Package("app", "1:2-3")])).Lock("x.pkg-path = \"app\"").Value;
        var package = Assert.Single(locked.Packages).Value;
        Assert.Equal("debian/app/1:2-3/amd64", package.Id);
        Assert.Equal(("acme", "stable", "pool/main/app_1:2-3_amd64.deb", 1000), (package.Catalog, package.Suite, package.Path, package.Size));
        Assert.Equal(package.Id, locked.Targets["x86_64-linux/cpu"].Groups["toplevel"].Install["x"]);
        Assert.Equal("2026-11-01T00:00:00Z", locked.Indexes["acme/stable"].Date);
    }

    [Fact]
    public void Groups_are_solved_apart()
    {
        var locked = Of(Stanzas).Lock("app.pkg-path = \"app\"\ntool = { pkg-path = \"tool\", pkg-group = \"tools\" }").Value;
        Assert.Equal(["app 2", "java 1", "library 2.0"], ClosureOf(locked, "toplevel"));
        Assert.Equal(["library 1.0", "tool 1"], ClosureOf(locked, "tools"));
    }

    [Fact]
    public void The_default_group_is_there_without_packages()
    {
        var locked = Of(Stanzas).Lock("").Value;
        Assert.Empty(ClosureOf(locked, "toplevel"));
    }

    [Fact]
    public void The_order_of_suites_decides_before_versions() => Assert.Equal(
        ["app 1"],
        new SmallCatalog().With("debian", ("stable", [Package("app", "1")]), ("sid", [Package("app", "2")])).Closure("a.pkg-path = \"app\""));

    [Fact]
    public void A_security_suite_ranks_with_its_base() => Assert.Equal(
        ["app 1.1"],
        new SmallCatalog().With("debian", ("stable", [Package("app", "1")]), ("sid", [Package("app", "2")]), ("stable-security", [Package("app", "1.1")]))
            .Closure("a.pkg-path = \"app\""));

    [Fact]
    public void A_later_suite_gives_what_an_earlier_one_cannot() => Assert.Equal(
        ["app 1", "library 1"],
        new SmallCatalog().With("debian", ("stable", [Package("library", "1"), Package("app", "1", "Depends: library")]), ("sid", [Package("app", "2", "Depends: library (>= 2)")]))
            .Closure("a.pkg-path = \"app\""));

    [Fact]
    public void A_catalogs_name_chooses_the_catalog()
    {
        var catalogs = new SmallCatalog().With("first", ("s", [Package("app", "1")])).With("second", ("s", [Package("app", "2"), Package("tool", "1")]));
        Assert.Equal(["app 1"], catalogs.Closure("a.pkg-path = \"app\""));
        Assert.Equal(["app 2"], catalogs.Closure("a.pkg-path = \"second/app\""));
        Assert.Equal(["tool 1"], catalogs.Closure("a.pkg-path = \"tool\""));
    }

    [Fact]
    public void A_new_package_leaves_what_is_locked_as_it_is()
    {
        var before = Of([.. Stanzas.Where(stanza => !stanza.Contains("2.0", StringComparison.Ordinal))]).Lock("app.pkg-path = \"app\"").Value;
        Assert.Equal(["app 2", "java 1", "library 1.0"], ClosureOf(before, "toplevel"));
        var install = "app.pkg-path = \"app\"\nextra.pkg-path = \"extra\"";
        var grown = Of([.. Stanzas, Package("extra", "1", "Depends: library")]);
        Assert.Equal(["app 2", "extra 1", "java 1", "library 1.0"], grown.Closure(install, before));
        Assert.Equal(["app 2", "extra 1", "java 1", "library 2.0"], grown.Closure(install));
    }

    [Fact]
    public void What_nothing_needs_any_more_is_gone()
    {
        var before = Of(Stanzas).Lock("app.pkg-path = \"app\"\ntool.pkg-path = \"tool\"").Value;
        Assert.Equal(["library 1.0", "tool 1"], Of(Stanzas).Closure("tool.pkg-path = \"tool\"", before));
    }

    [Fact]
    public void Base_packages_and_essential_ones_are_added()
    {
        string[] stanzas =
        [
            Package("app", "1"), Package("shell", "1", "Essential: yes\nDepends: terminal"), Package("terminal", "1"), Package("bubblewrap", "1"),
            Package("ca-certificates", "1"), Package("libstdc++6", "1"), Package("netbase", "1"), Package("proot", "1"), Package("tzdata", "1"),
        ];
        var locked = Of(stanzas).Lock("a.pkg-path = \"app\"", withBase: true).Value;
        Assert.Equal(stanzas.Length, ClosureOf(locked, "toplevel").Count);
        Assert.Equal(["a"], locked.Targets["x86_64-linux/cpu"].Groups["toplevel"].Install.Keys);
    }

    [Fact]
    public void A_catalog_without_a_base_package_is_told_by_name()
    {
        var result = Of(Package("app", "1")).Lock("a.pkg-path = \"app\"", withBase: true);
        Assert.Contains(result.Diagnostics, problem => problem.Code == "ENVC0259" && problem.Message.Contains("`bubblewrap`", StringComparison.Ordinal));
    }
}
