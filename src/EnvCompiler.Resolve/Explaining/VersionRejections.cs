using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Explaining;

/// <summary>Why the other versions of a locked package are not the one.</summary>
internal sealed class VersionRejections(Lock locked, LockedGroup group, LockedClosure closure)
{
    private readonly DebianSolvables solvables = closure.Solvables;

    /// <summary>A reason for each version that the catalogs have besides.</summary>
    internal IReadOnlyList<RejectedVersion> Of(LockedPackage package) =>
        [.. solvables.Named(package.Name).Where(other => !IsLocked(other, package)).Select(other => Reject(other, package))];

    /// <summary>Why a version is not the one, as a clause.</summary>
    internal string Of(LockedPackage package, string version) =>
        solvables.Named(package.Name).Where(other => solvables[other].Package!.Version.Text == version).Select(other => Reject(other, package).Because).FirstOrDefault()
        ?? "no build of that version runs";

    private bool IsLocked(int solvable, LockedPackage package) => solvables[solvable].Package!.Version.Text == package.Version;

    private RejectedVersion Reject(int other, LockedPackage package)
    {
        var (reason, because) = ByManifest(other, package.Name) ?? ByGroup(other, package.Name) ?? ByPreference(other, package);
        return new RejectedVersion
        {
            Version = solvables[other].Package!.Version.Text,
            Suite = solvables[other].Place!.Suite.Suite.Name,
            Reason = reason,
            Because = because,
        };
    }

    private (RejectionReason Reason, string Because)? ByManifest(int other, string name)
    {
        foreach (var id in closure.Installs[name])
        {
            var request = locked.Request.Install[id];
            if (request.Version is { } version
                && VersionConstraint.TryParse(version, locked.Request.AllowPreReleases == true, out var constraint, out _)
                && !constraint.Allows(solvables[other].Package!.Version))
                return (RejectionReason.Constraint, $"`{KeyPath.Of("install", id, "version")}` is `{version}`");
            if (solvables[other].Place!.Catalog != locked.Packages[group.Install[id]].Catalog)
                return (RejectionReason.OtherCatalog, $"`{KeyPath.Of("install", id)}` takes it from the catalog `{locked.Packages[group.Install[id]].Catalog}`");
        }

        return null;
    }

    private (RejectionReason Reason, string Because)? ByGroup(int other, string name)
    {
        foreach (var neighbour in closure.Chosen.Where(each => solvables[each].Name != name))
        {
            var need = solvables.RequirementsOf(neighbour).Cast<DebianRequirement>().FirstOrDefault(each =>
                each.Candidates.Any(candidate => solvables[candidate].Name == name)
                && !each.Candidates.Any(candidate => candidate == other || (solvables[candidate].Name != name && closure.Chosen.Contains(candidate))));
            if (need is not null)
                return (RejectionReason.Need, $"`{solvables[neighbour]}` needs `{need.Dependency}`");
            if (solvables.ExclusionsOf(neighbour).Any(each => each.Other == other) || solvables.ExclusionsOf(other).Any(each => each.Other == neighbour))
                return (RejectionReason.Conflict, $"it and `{solvables[neighbour]}` conflict");
        }

        return solvables.RequirementsOf(other).Cast<DebianRequirement>().FirstOrDefault(need => need.Candidates.Count == 0) is { } missing
            ? (RejectionReason.MissingDependency, $"it needs `{missing.Dependency}`, which no suite has")
            : null;
    }

    private (RejectionReason Reason, string Because) ByPreference(int other, LockedPackage package)
    {
        var rank = solvables[other].Place!.Rank;
        var chosen = solvables.Named(package.Name).Where(each => IsLocked(each, package)).Cast<int?>().FirstOrDefault();
        if (chosen is { } known && rank > solvables[known].Place!.Rank)
            return (RejectionReason.LaterSuite, $"its suite comes after `{solvables[known].Place!.Suite.Suite.Name}`");
        return chosen is not null && rank == solvables[chosen.Value].Place!.Rank && solvables[other].Package!.Version < new DebianVersion(package.Version)
            ? (RejectionReason.LowerVersion, "the locked version is higher")
            : (RejectionReason.Kept, "the lock keeps what it has as long as nothing rules it out; `envc upgrade` asks anew");
    }
}
