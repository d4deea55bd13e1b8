using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Searching;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>Finds what an entry of <c>[install]</c> may become.</summary>
/// <param name="source">For the places of problems.</param>
/// <param name="places">Suites in order of preference.</param>
/// <param name="solvables">Their packages.</param>
/// <param name="allowPreReleases"><c>options.semver.allow-pre-releases</c>.</param>
/// <param name="system">The system that is locked for.</param>
/// <param name="systemsWith">The systems of the request whose catalogs have a package of a name.</param>
internal sealed class PackageFinder(
    ManifestSource source,
    IReadOnlyList<SuitePlace> places,
    DebianSolvables solvables,
    bool allowPreReleases,
    string system,
    Func<string, IReadOnlyList<string>> systemsWith)
{
    /// <summary>The versions that an entry allows; without a catalog's name, those of the first catalog that has the package.</summary>
    internal Result<PackageRequirement> Find(string installId, PackageRequest request)
    {
        var place = source.PlaceOf(KeyPath.Of("install", installId, "pkg-path"));
        var slash = request.PkgPath.IndexOf('/', StringComparison.Ordinal);
        var catalog = slash < 0 ? null : request.PkgPath[..slash];
        var name = request.PkgPath[(slash + 1)..];
        if (catalog is not null && !Catalogs.Contains(catalog))
            return LockingDiagnostics.UnknownCatalog(place, request.PkgPath, catalog, Catalogs);

        var found = solvables.Named(name);
        if (found.Count > 0 && solvables[found[0]].IsHost)
            return LockingDiagnostics.HostPackage(place, name);
        catalog ??= Catalogs.FirstOrDefault(each => found.Any(solvable => CatalogOf(solvable) == each));
        var candidates = found.Where(solvable => CatalogOf(solvable) == catalog).ToList();
        if (candidates.Count == 0 && Unrunnable(place, name, slash < 0 ? null : catalog, constraint: null) is { } builds)
            return builds;
        if (candidates.Count == 0)
        {
            return systemsWith(name) is { Count: > 0 } others
                ? LockingDiagnostics.OtherSystemsOnly(place, installId, name, system, others)
                : Unknown(place, name, slash < 0 ? null : catalog);
        }

        return request.Version is { } version
            ? Constrain(installId, name, candidates, version)
            : new PackageRequirement(installId, request.PkgPath, candidates);
    }

    private IReadOnlyList<string> Catalogs => [.. places.Select(place => place.Catalog).Distinct(StringComparer.Ordinal)];

    private string CatalogOf(int solvable) => solvables[solvable].Place!.Catalog;

    private Result<PackageRequirement> Constrain(string installId, string name, List<int> candidates, string version)
    {
        var place = source.PlaceOf(KeyPath.Of("install", installId, "version"));
        if (!VersionConstraint.TryParse(version, allowPreReleases, out var constraint, out var problem))
            return LockingDiagnostics.MalformedConstraint(place, version, problem);
        var allowed = candidates.Where(solvable => constraint.Allows(solvables[solvable].Package!.Version)).ToList();
        return allowed.Count > 0
            ? new PackageRequirement(installId, $"{name} {version}", allowed)
            : Unrunnable(place, name, CatalogOf(candidates[0]), constraint) ?? LockingDiagnostics.NoSuchVersion(place, name, version, [.. candidates.Select(Describe)]);
    }

    // A native catalog has the package, and no build of it runs on the target.
    private Diagnostic? Unrunnable(SourcePlace place, string name, string? catalog, VersionConstraint? constraint)
    {
        var builds = places.Where(each => catalog is null || each.Catalog == catalog).Select(each => each.Suite.Builds).FirstOrDefault(each => each?.Of(name).Count > 0);
        var wanted = builds?.Of(name).Where(each => constraint?.Allows(new DebianVersion(each.Version)) != false).ToArray();
        return wanted is { Length: > 0 } && !Array.Exists(wanted, candidate => candidate.Runs)
            ? LockingDiagnostics.NoBuildRuns(place, name, builds!.Target, wanted)
            : null;
    }

    private string Describe(int solvable)
    {
        var found = solvables[solvable];
        return $"`{found.Package!.Version}` in `{found.Place!.Suite.Suite.Name}`";
    }

    private Diagnostic Unknown(SourcePlace place, string name, string? catalog)
    {
        var searched = catalog is null ? places : [.. places.Where(each => each.Catalog == catalog)];
        var providers = searched.SelectMany(each => each.Suite.ProvidersOf(name)).Select(package => package.Name)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var hint = providers.Count > 0
            ? $"it is a virtual package; {string.Join(", ", providers.Take(5).Select(each => $"`{each}`"))} provide{(providers.Count == 1 ? "s" : "")} it"
            : NearNames.Hint(NearPackages.Of(name, searched.Select(each => each.Suite))) ?? OtherComponents(searched);
        var where = string.Join(", ", searched.Select(each => $"`{each.Suite.Suite.Name}`"));
        return LockingDiagnostics.UnknownPackage(place, name, where, hint);
    }

    private string? OtherComponents(IReadOnlyList<SuitePlace> searched)
    {
        var components = searched.SelectMany(each => each.Suite.OtherComponents).Where(source.Manifest.Options.Allow.Allows)
            .Distinct(StringComparer.Ordinal).ToList();
        return components.Count == 0
            ? null
            : $"it may be in another component: the catalog's `components` could also name {string.Join(", ", components.Select(each => $"`{each}`"))}";
    }
}
