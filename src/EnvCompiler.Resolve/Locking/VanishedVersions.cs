using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>
/// Names the packages that moved although nobody asked. A lock has no relations of its packages, so a version that left the index cannot
/// be solved with, and a mirror soon deletes its file.
/// </summary>
internal static class VanishedVersions
{
    /// <summary>One warning with a line for each, or nothing.</summary>
    internal static IReadOnlyList<Diagnostic> Find(
        Lock? previous, Lock locked, IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>> catalogs, UpgradeScope upgrades)
    {
        if (previous is null)
            return [];
        var moved = LockChanges.Between(previous, locked)
            .Where(change => change is { From: not null, To: not null } && !upgrades.FreesGroup(change.Group) && !Has(catalogs, change))
            .Select(change => $"`{change.Package}` {change.From} -> {change.To}")
            .Distinct(StringComparer.Ordinal).ToList();
        return moved.Count == 0 ? [] : [LockingDiagnostics.VanishedVersions(moved)];
    }

    private static bool Has(IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>> catalogs, LockChange change) =>
        Target.TryParse(change.Target, out var target)
        && catalogs[target.DebianArchitecture].Any(catalog => Has(catalog, change.Package, change.From!));

    private static bool Has(LoadedCatalog catalog, string package, string version) =>
        catalog.Native?.Packages.GetValueOrDefault(package)?.Versions.ContainsKey(version) == true
        || catalog.Suites.Any(suite => suite.PackagesNamed(package).Any(known => known.Version.Text == version));
}
