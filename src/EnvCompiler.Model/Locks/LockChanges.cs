namespace EnvCompiler.Model.Locks;

/// <summary>What a new lock changes.</summary>
public static class LockChanges
{
    /// <summary>The packages that were added, removed or replaced, by target, group and name.</summary>
    /// <param name="before">The previous lock; null where there was none.</param>
    /// <param name="after">The new lock.</param>
    public static IReadOnlyList<LockChange> Between(Lock? before, Lock after)
    {
        var (old, now) = (PackagesOf(before), PackagesOf(after));
        var changes = new List<LockChange>();
        foreach (var place in old.Keys.Union(now.Keys).OrderBy(place => place.Target, StringComparer.Ordinal)
            .ThenBy(place => place.Group, StringComparer.Ordinal).ThenBy(place => place.Name, StringComparer.Ordinal))
        {
            var (from, to) = (old.GetValueOrDefault(place), now.GetValueOrDefault(place));
            if (from?.Sha256 != to?.Sha256)
                changes.Add(Change(place, from, to));
        }

        return changes;
    }

    private static LockChange Change(Place place, LockedPackage? from, LockedPackage? to) => new()
    {
        Target = place.Target,
        Group = place.Group,
        Package = place.Name,
        From = from?.Version,
        To = to?.Version,
        FromBuild = from?.Build?.Name,
        ToBuild = to?.Build?.Name,
        FromSize = from?.Size,
        ToSize = to?.Size,
    };

    private static Dictionary<Place, LockedPackage> PackagesOf(Lock? locked)
    {
        var packages = new Dictionary<Place, LockedPackage>();
        foreach (var (target, lockedTarget) in locked?.Targets ?? [])
        {
            foreach (var (group, lockedGroup) in lockedTarget.Groups)
            {
                foreach (var package in lockedGroup.Packages.Select(id => locked!.Packages[id]))
                    packages.Add(new Place(target, group, package.Name), package);
            }
        }

        return packages;
    }

    // A class: collections of value tuples have no ReadyToRun code and would be compiled at every start (12 ms here).
    private sealed record Place(string Target, string Group, string Name);
}
