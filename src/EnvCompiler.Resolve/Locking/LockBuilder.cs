using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Conditions;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>
/// Makes a lock of loaded catalogs: a pure function of its inputs, so equal indexes give byte-identical locks.
/// </summary>
/// <param name="source">For the places of problems.</param>
/// <param name="request">What is asked for.</param>
/// <param name="catalogs">Every catalog in the request's order, by Debian architecture.</param>
/// <param name="previous">What it holds is kept where that still answers the request; null solves afresh.</param>
/// <param name="upgrades">What of it may move; null for nothing.</param>
/// <param name="conditions">Of packages and models; null for none.</param>
internal sealed class LockBuilder(
    ManifestSource source,
    LockRequest request,
    IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>> catalogs,
    Lock? previous,
    UpgradeScope? upgrades = null,
    ManifestConditions? conditions = null)
{
    private readonly TargetSelection selection = new(request, conditions ?? ManifestConditions.None);
    private readonly Dictionary<GroupQuestion, Result<GroupClosure>> answers = [];
    private readonly UpgradeScope upgrades = upgrades ?? UpgradeScope.Nothing;

    /// <summary>Solves every group for every target; all problems are reported, each once.</summary>
    /// <param name="models">The locked models.</param>
    internal Result<Lock> Build(SortedDictionary<string, LockedModel> models)
    {
        var locked = new Lock { Request = request, Models = models };
        var problems = new List<Diagnostic>();
        foreach (var name in request.Targets)
        {
            if (!Target.TryParse(name, out var target))
                throw new ArgumentException($"{name} is not a target");
            AddIndexes(locked, catalogs[target.DebianArchitecture]);
            AddTarget(locked, target, problems);
        }

        return problems.Count > 0
            ? Result<Lock>.Failure([.. problems.Distinct()])
            : Result<Lock>.Success(locked, [.. VanishedVersions.Find(previous, locked, catalogs, upgrades), .. DriverFloor.NotPromised(source, locked)]);
    }

    private void AddTarget(Lock locked, Target target, List<Diagnostic> problems)
    {
        var wanted = selection.For(target);
        var places = SuitePlace.Of([.. catalogs[target.DebianArchitecture].Select(catalog => catalog.For(request.Promise.For(target)))]);
        var driver = request.Promise.For(target).Driver;
        var builds = string.Join(' ', places.Select(place => place.Suite.Builds?.Preference));
        var groups = new GroupLocker(source, wanted, places, driver, SystemsWith);
        var lockedTarget = new LockedTarget
        {
            Like = LikeOf(target),
            Models = wanted.Models.Count < request.Models.Count ? [.. wanted.Models.Keys] : null,
        };
        foreach (var group in Groups())
        {
            var held = HeldPackages.Of(upgrades.FreesGroup(group) ? null : previous, target, group);
            var closure = Solved(
                new GroupQuestion(target.System, driver, builds, group, string.Join(' ', wanted.Install.Keys), held.Text),
                () => groups.Solve(target, group, held, upgrades));
            problems.AddRange(closure.Diagnostics);
            if (!closure.TryGet(out var found))
                continue;
            foreach (var package in found.Packages)
                locked.Packages[package.Id] = package;
            lockedTarget.Groups.Add(group, new LockedGroup
            {
                Install = found.Install,
                Packages = [.. found.Packages.Select(package => package.Id).Order(StringComparer.Ordinal)],
                Verdicts = NativeLocking.Verdicts(places, found.Packages),
            });
        }

        locked.Targets.Add(target.ToString(), lockedTarget);
    }

    // SMs that are asked the same have the same answer, so six of them cost no more than one.
    private Result<GroupClosure> Solved(GroupQuestion question, Func<Result<GroupClosure>> solve)
    {
        if (!answers.TryGetValue(question, out var answer))
            answers.Add(question, answer = solve());
        return answer;
    }

    // What a row is like stays as it was: another target must not change it. Where nothing is said yet, GPUs are told by their difference to the processor.
    private string? LikeOf(Target target)
    {
        var cpu = $"{target.System}/{Accelerators.Cpu}";
        var before = previous?.Targets.GetValueOrDefault(target.ToString());
        var like = before is null ? cpu : before.Like;
        return like == cpu && target.Accelerator != Accelerators.Cpu && request.Targets.Contains(cpu) ? cpu : null;
    }

    private List<string> SystemsWith(string package) =>
    [
        .. request.Targets.Select(name => Target.TryParse(name, out var target) ? target : throw new ArgumentException($"{name} is not a target"))
            .Where(target => catalogs[target.DebianArchitecture].SelectMany(catalog => catalog.Suites).Any(suite => suite.PackagesNamed(package).Count > 0))
            .Select(target => target.System).Distinct(StringComparer.Ordinal),
    ];

    // The default group is there without packages too: hooks and commands run in its root.
    private SortedSet<string> Groups() =>
        new(request.Install.Values.Select(package => package.PkgGroup).Append(PackageRequest.DefaultGroup), StringComparer.Ordinal);

    private static void AddIndexes(Lock locked, IReadOnlyList<LoadedCatalog> loaded)
    {
        foreach (var catalog in loaded)
        {
            foreach (var suite in catalog.Suites)
            {
                var key = $"{catalog.Name}/{suite.Suite.Name}";
                if (!locked.Indexes.TryGetValue(key, out var index))
                    locked.Indexes.Add(key, index = new LockedIndex { Date = suite.Locked.Date });
                foreach (var (path, sha256) in suite.Locked.Files)
                    index.Files[path] = sha256;
            }
        }
    }

    /// <summary>All that a group's closure depends on.</summary>
    private sealed record GroupQuestion(string System, DriverVersion? Driver, string Builds, string Group, string InstallIds, string Held);
}
