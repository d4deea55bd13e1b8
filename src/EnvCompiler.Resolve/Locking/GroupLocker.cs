using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Solving;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>Solves one group for one target.</summary>
/// <param name="source">For the places of problems.</param>
/// <param name="request">What is asked for.</param>
/// <param name="places">Suites of the target's architecture, in order of preference.</param>
/// <param name="driver">The lowest NVIDIA driver of the target's hosts; null where nothing is promised.</param>
/// <param name="systemsWith">The systems of the request whose catalogs have a package of a name.</param>
internal sealed class GroupLocker(
    ManifestSource source, LockRequest request, IReadOnlyList<SuitePlace> places, DriverVersion? driver,
    Func<string, IReadOnlyList<string>> systemsWith)
{
    /// <summary>Finds the group's closure.</summary>
    /// <param name="target">The target.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="held">What the previous lock has is preferred; what is upgraded is released.</param>
    /// <param name="upgrades">What of it may move.</param>
    /// <returns>The closure in no particular order, and the package chosen for each install id.</returns>
    internal Result<GroupClosure> Solve(Target target, string group, HeldPackages held, UpgradeScope upgrades)
    {
        var solvables = new DebianSolvables(places, target.DebianArchitecture, held.Hold, driver);
        var requirements = Requirements(solvables, target, group, upgrades);
        if (!requirements.TryGet(out var wanted))
            return Result<GroupClosure>.Failure(requirements.Diagnostics);
        foreach (var moved in wanted.Where(each => each.IsUpgraded))
            held.Release(solvables[moved.Candidates[0]].Name);
        return Solver.Solve(solvables, wanted) switch
        {
            SolverOutcome.Solved solved => ClosureOf(solvables, wanted, solved),
            SolverOutcome.Unsatisfiable failure => Explain(target, group, solvables, wanted, failure),
            var other => throw new InvalidOperationException($"unknown outcome {other}"),
        };
    }

    private Result<IReadOnlyList<PackageRequirement>> Requirements(
        DebianSolvables solvables, Target target, string group, UpgradeScope upgrades)
    {
        var finder = new PackageFinder(source, places, solvables, request.AllowPreReleases == true, target.System, systemsWith);
        var wanted = new List<PackageRequirement>();
        var problems = new List<Diagnostic>();
        foreach (var (id, package) in request.Install)
        {
            if (package.PkgGroup != group || package.Systems?.Contains(target.System) == false)
                continue;
            var found = finder.Find(id, package);
            problems.AddRange(found.Diagnostics);
            if (found.TryGet(out var requirement))
                wanted.Add(requirement with { IsUpgraded = upgrades.Moves(id) });
        }

        foreach (var name in request.Base ? BasePackages.Names(places) : [])
        {
            var candidates = solvables.Named(name);
            if (candidates.Count == 0)
                problems.Add(LockingDiagnostics.NoBasePackage(source.PlaceOf("catalogs"), name));
            else
                wanted.Add(new PackageRequirement(InstallId: null, name, candidates));
        }

        return problems.Count == 0 ? wanted : Result<IReadOnlyList<PackageRequirement>>.Failure(problems);
    }

    private static GroupClosure ClosureOf(DebianSolvables solvables, IReadOnlyList<PackageRequirement> wanted, SolverOutcome.Solved solved)
    {
        var packages = new List<LockedPackage>(solved.Chosen.Count);
        var ids = new Dictionary<int, string>();
        foreach (var solvable in solved.Chosen)
        {
            if (solvables[solvable].IsHost)
                continue;
            var package = Locked(solvables[solvable]);
            packages.Add(package);
            ids.Add(solvable, package.Id);
        }

        var install = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var requirement in wanted)
        {
            if (requirement.InstallId is { } id)
                install.Add(id, ids[requirement.Candidates.First(ids.ContainsKey)]);
        }

        return new GroupClosure(install, packages);
    }

    private static LockedPackage Locked(DebianSolvable solvable)
    {
        var (package, place) = (solvable.Package!, solvable.Place!);
        var build = place.Suite.Builds?.Of(package);
        return new LockedPackage
        {
            Kind = build is null ? "debian" : LockedPackage.Native,
            Name = solvable.Name,
            Version = package.Version.Text,
            Architecture = package.Architecture,
            Catalog = place.Catalog,
            Suite = place.Suite.Suite.Name,
            Path = package.Filename,
            Size = package.Size,
            Sha256 = package.Sha256,
            DriverFloor = build?.Build.Driver ?? DriverFloor.Of(package),
            Build = build is null ? null : NativeLocking.BuildOf(build),
        };
    }

    private Diagnostic Explain(
        Target target,
        string group,
        DebianSolvables solvables,
        IReadOnlyList<PackageRequirement> wanted,
        SolverOutcome.Unsatisfiable failure)
    {
        var reasons = MinimalReasons.Of(failure.Reasons);
        var blamed = reasons.OfType<ClauseOrigin.Requested>().Select(reason => reason.Requirement).ToHashSet(ReferenceEqualityComparer.Instance);
        var requests = wanted.Where(blamed.Contains).ToList();
        var derivation = Explanation.Of(solvables, reasons, [.. requests.Select(each => (Describe(each), (Requirement)each))]);
        var first = requests.Find(each => each.InstallId is not null);
        var place = first is null ? new SourcePlace(source.File) : source.PlaceOf(KeyPath.Of("install", first.InstallId!));
        return LockingDiagnostics.Unsatisfiable(place, group, target, derivation, HintFor(requests, reasons));
    }

    private static string Describe(PackageRequirement requirement) => requirement.InstallId is { } id
        ? $"`{KeyPath.Of("install", id)}` asks for `{requirement.Wanted}`"
        : $"every host root needs `{requirement.Wanted}`";

    private string HintFor(List<PackageRequirement> requests, IReadOnlyList<ClauseOrigin> reasons)
    {
        var missing = reasons.OfType<ClauseOrigin.Requires>().Select(reason => reason.Requirement as DebianRequirement)
            .FirstOrDefault(requirement => requirement?.Candidates.Count == 0);
        if (missing?.Dependency.Alternatives.All(alternative => HostPackages.Provide(alternative.Name)) == true)
            return "raise `options.driver` to what all hosts have, or allow another version of the package";
        if (missing is not null)
        {
            var components = string.Join(", ", request.Catalogs.SelectMany(catalog => catalog.Components).Distinct(StringComparer.Ordinal).Select(each => $"`{each}`"));
            return $"add a suite or a component that has `{missing.Dependency}` to the catalog, whose components are {components}";
        }

        var ids = requests.Where(each => each.InstallId is not null).Select(each => each.InstallId!).ToList();
        return ids.Count > 1
            ? $"give `{ids[^1]}` a `pkg-group` of its own: groups are solved apart, each has its own root"
            : "allow another version of it, or add a suite that has one";
    }
}
