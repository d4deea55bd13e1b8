using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Locks;

public sealed class LockRequestsTests
{
    private const string Text = """
        version = 1
        [catalogs.debian]
        type = "debian"
        suites = ["forky"]
        [install]
        b.pkg-path = "b"
        a = { pkg-path = "a", systems = ["x86_64-linux", "aarch64-linux"] }
        [services.s]
        command = "x"
        """;

    [Fact]
    public void An_empty_manifest_asks_for_stable_on_x86_64_cpu()
    {
        var request = LockRequests.From(Read("version = 1"));
        var catalog = Assert.Single(request.Catalogs);
        Assert.Equal(("debian", "debian"), (catalog.Name, catalog.Type));
        Assert.Equal([new SuiteDefinition { Name = "trixie" }], catalog.Suites);
        Assert.Equal(["main"], catalog.Components);
        Assert.Equal(["x86_64-linux/cpu"], request.Targets);
        Assert.True(request.Base);
    }

    [Fact]
    public void Targets_are_systems_times_accelerators_sorted() =>
        Assert.Equal(
            ["aarch64-linux/cpu", "x86_64-linux/cpu"],
            LockRequests.From(Read("version = 1\noptions.systems = [\"x86_64-linux\", \"aarch64-linux\", \"x86_64-linux\"]")).Targets);

    [Fact]
    public void Without_unfree_the_components_of_unfree_packages_are_out() =>
        Assert.Equal(
            ["main", "contrib"],
            LockRequests.From(Read("""
                version = 1
                catalogs.d = { type = "debian", components = ["main", "non-free", "contrib", "non-free-firmware"] }
                options.allow.unfree = false
                """)).Catalogs[0].Components);

    [Theory]
    [InlineData("version = 1", "# a comment\nversion = 1")]
    [InlineData("command = \"x\"", "command = \"y\"")]
    [InlineData("[services.s]\ncommand = \"x\"", "[vars]\nA = \"1\"\n[hook]\non-activate = \"x\"")]
    [InlineData("b.pkg-path = \"b\"\na = { pkg-path = \"a\", systems = [\"x86_64-linux\", \"aarch64-linux\"] }", "a = { pkg-path = \"a\", systems = [\"aarch64-linux\", \"x86_64-linux\"] }\nb.pkg-path = \"b\"")]
    [InlineData("suites = [\"forky\"]", "suites = [{ name = \"forky\" }]\ncomponents = [\"main\"]\nmirror = \"http://localhost/debian\"")]
    public void An_edit_that_resolution_does_not_see_keeps_the_lock(string part, string replacement) =>
        Assert.True(LockRequests.IsFresh(LockOf(Text), Edited(part, replacement)));

    [Theory]
    [InlineData("\"forky\"", "\"trixie\"")]
    [InlineData("b.pkg-path = \"b\"", "b = { pkg-path = \"b\", version = \"2\" }")]
    [InlineData("b.pkg-path = \"b\"", "b = { pkg-path = \"b\", priority = 4 }")]
    [InlineData("[services.s]", "[options.alternatives]\nawk = \"mawk\"\n[services.s]")]
    [InlineData("b.pkg-path = \"b\"", "")]
    [InlineData("[services.s]", "[options]\nbase = false\n[services.s]")]
    [InlineData("[services.s]", "[models.m]\npath = \"m\"\n[services.s]")]
    public void An_edit_that_resolution_sees_makes_it_stale(string part, string replacement) =>
        Assert.False(LockRequests.IsFresh(LockOf(Text), Edited(part, replacement)));

    private static Lock LockOf(string text) =>
        LockFile.Read("m.lock", LockFile.Write(new Lock { Request = LockRequests.From(Read(text)) })).Value;

    private static Manifest Edited(string part, string replacement)
    {
        Assert.Contains(part, Text, StringComparison.Ordinal);
        return Read(Text.Replace(part, replacement, StringComparison.Ordinal));
    }

    private static Manifest Read(string text) => ManifestReader.Read("m.toml", text).Value.Manifest;
}
