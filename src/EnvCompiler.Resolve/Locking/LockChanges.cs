using EnvCompiler.Model.Locks;

namespace EnvCompiler.Resolve.Locking;

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
        foreach (var place in old.Keys.Union(now.Keys).Order())
        {
            var (from, to) = (old.GetValueOrDefault(place), now.GetValueOrDefault(place));
            if (from?.Sha256 != to?.Sha256)
                changes.Add(new LockChange { Target = place.Target, Group = place.Group, Package = place.Name, From = from?.Version, To = to?.Version });
        }

        return changes;
    }

    private static Dictionary<(string Target, string Group, string Name), LockedPackage> PackagesOf(Lock? locked) =>
        (from target in locked?.Targets ?? []
         from @group in target.Value.Groups
         from id in @group.Value.Packages
         let package = locked!.Packages[id]
         select (Place: (target.Key, @group.Key, package.Name), Package: package)).ToDictionary(each => each.Place, each => each.Package);
}
