namespace EnvCompiler.Model.Locks;

/// <summary>
/// The rows of a lock's targets as the file has them: a target that is like another one is written by what it adds to that one's groups and drops of
/// them. The like target is written whole.
/// </summary>
internal static class LockRows
{
    /// <summary>Rows for the file.</summary>
    internal static Lock Compact(Lock locked) => Each(locked, (target, group, name) =>
    {
        if (LikeGroup(locked, target, name) is not { } like)
            return group with { Whole = group.Packages };
        var (own, other) = (group.Packages.ToHashSet(StringComparer.Ordinal), like.Packages.ToHashSet(StringComparer.Ordinal));
        return group with
        {
            Adds = NullIfEmpty([.. group.Packages.Where(id => !other.Contains(id))]),
            Drops = NullIfEmpty([.. like.Packages.Where(id => !own.Contains(id))]),
        };
    });

    /// <summary>Rows with all their packages; <see cref="LockChecks"/> has found that they can be had.</summary>
    internal static Lock Expand(Lock written) => Each(written, (target, group, name) =>
        group with { Packages = PackagesOf(written, target, group, name), Whole = null, Adds = null, Drops = null });

    /// <summary>The same group of the target that a target is like; null where the group is written whole.</summary>
    internal static LockedGroup? LikeGroup(Lock locked, LockedTarget target, string group) =>
        target.Like is { } like ? locked.Targets.GetValueOrDefault(like)?.Groups.GetValueOrDefault(group) : null;

    private static IReadOnlyList<string> PackagesOf(Lock written, LockedTarget target, LockedGroup group, string name)
    {
        if (group.Whole is { } whole)
            return whole;
        var packages = new SortedSet<string>(LikeGroup(written, target, name)!.Whole!, StringComparer.Ordinal);
        packages.ExceptWith(group.Drops ?? []);
        packages.UnionWith(group.Adds ?? []);
        return [.. packages];
    }

    private static Lock Each(Lock locked, Func<LockedTarget, LockedGroup, string, LockedGroup> change)
    {
        var targets = new SortedDictionary<string, LockedTarget>(StringComparer.Ordinal);
        foreach (var (name, target) in locked.Targets)
        {
            var groups = new SortedDictionary<string, LockedGroup>(StringComparer.Ordinal);
            foreach (var (groupName, group) in target.Groups)
                groups.Add(groupName, change(target, group, groupName));
            targets.Add(name, target with { Groups = groups });
        }

        return locked with { Targets = targets };
    }

    private static List<string>? NullIfEmpty(List<string> ids) => ids.Count > 0 ? ids : null;
}
