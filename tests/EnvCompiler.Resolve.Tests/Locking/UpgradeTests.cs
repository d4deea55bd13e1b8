using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Locking;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>What moves on a new lock, and what does not.</summary>
public sealed class UpgradeTests
{
    private const string Install = "app.pkg-path = \"app\"\ntool.pkg-path = \"tool\"\nother = { pkg-path = \"tool\", pkg-group = \"tools\" }";

    private static readonly string[] Old =
    [
        Package("app", "1", "Depends: library"), Package("library", "1", "Depends: deep"), Package("deep", "1"), Package("tool", "1", "Depends: deep"),
    ];

    private static readonly string[] New =
    [
        .. Old, Package("app", "2", "Depends: library (>= 2)"), Package("library", "2", "Depends: deep"), Package("deep", "2"), Package("tool", "2", "Depends: deep"),
    ];

    private static readonly Lock Before = Of(Old).Lock(Install).Value;

    [Fact]
    public void A_newer_index_alone_moves_nothing()
    {
        var after = Of(New).Lock(Install, Before);
        Assert.Empty(LockChanges.Between(Before, after.Value));
        Assert.Empty(after.Diagnostics);
    }

    [Fact]
    public void An_upgraded_package_takes_along_what_must_move_and_nothing_else() => Assert.Equal(
        ["toplevel app 1 2", "toplevel library 1 2"], Changes(Of(New).Lock(Install, Before, upgrade: "app").Value));

    [Fact]
    public void A_group_moves_whole() => Assert.Equal(
        ["tools deep 1 2", "tools tool 1 2"], Changes(Of(New).Lock(Install, Before, upgrade: "tools").Value));

    [Fact]
    public void Several_names_move_together() => Assert.Equal(
        ["toplevel app 1 2", "toplevel library 1 2", "toplevel tool 1 2"], Changes(Of(New).Lock(Install, Before, upgrade: ["app", "tool"]).Value));

    [Fact]
    public void A_name_that_is_nothing_is_told_with_the_nearest()
    {
        var problem = Assert.Single(Of(New).Lock(Install, Before, upgrade: "ap").Diagnostics);
        Assert.Equal(("ENVC0260", "did you mean `app`?"), (problem.Code, problem.Hint));
    }

    [Fact]
    public void An_upgrade_that_cannot_be_leaves_the_version_that_is_possible()
    {
        var catalog = Of([.. Old, Package("app", "2", "Depends: gone")]);
        Assert.Empty(Changes(catalog.Lock(Install, Before, upgrade: "app").Value));
    }

    [Fact]
    public void A_version_that_left_the_index_moves_and_is_named()
    {
        var after = Of([.. New.Where(stanza => !stanza.StartsWith(Old[2], StringComparison.Ordinal))]).Lock(Install, Before);
        Assert.Equal(["tools deep 1 2", "toplevel deep 1 2"], Changes(after.Value));
        var warning = Assert.Single(after.Diagnostics);
        Assert.Equal("ENVC0261", warning.Code);
        Assert.Equal(["`deep` 1 -> 2"], warning.Details);
    }

    [Fact]
    public void A_new_group_takes_after_the_groups_that_are_there()
    {
        var after = Of(New).Lock(Install + "\nnew = { pkg-path = \"app\", pkg-group = \"new\" }", Before);
        Assert.Equal(["new app - 1", "new deep - 1", "new library - 1"], Changes(after.Value));
    }

    [Fact]
    public void A_removed_package_takes_along_only_what_nothing_needs()
    {
        var after = Of(New).Lock("tool.pkg-path = \"tool\"\nother = { pkg-path = \"tool\", pkg-group = \"tools\" }", Before);
        Assert.Equal(["toplevel app 1 -", "toplevel library 1 -"], Changes(after.Value));
    }

    [Fact]
    public void A_constraint_that_rules_the_locked_version_out_moves_it()
    {
        var after = Of(New).Lock(Install.Replace("app.pkg-path = \"app\"", "app = { pkg-path = \"app\", version = \">=2\" }", StringComparison.Ordinal), Before);
        Assert.Equal(["toplevel app 1 2", "toplevel library 1 2"], Changes(after.Value));
        Assert.Empty(after.Diagnostics);
    }

    private static IEnumerable<string> Changes(Lock after) =>
        LockChanges.Between(Before, after).Select(change => $"{change.Group} {change.Package} {change.From ?? "-"} {change.To ?? "-"}");
}
