using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store;

/// <summary>A group of the lock whose root is not in the store.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Id">The root's id.</param>
/// <param name="Packages">Its packages, in id order.</param>
/// <param name="Priorities">Priorities of the packages that the manifest asked for, by package id.</param>
/// <param name="Alternatives">The manifest's choices among alternatives, by generic name.</param>
internal sealed record WantedRoot(
    string Group,
    string Id,
    IReadOnlyList<LockedPackage> Packages,
    IReadOnlyDictionary<string, int> Priorities,
    IReadOnlyDictionary<string, string> Alternatives)
{
    private const int UsualPriority = 5;

    /// <summary>Reads it from the lock.</summary>
    public static WantedRoot Of(string name, string id, Lock locked, LockedGroup group)
    {
        var priorities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (installId, package) in group.Install)
        {
            if (locked.Request.Install.TryGetValue(installId, out var request))
                priorities[package] = Math.Min(request.Priority, priorities.GetValueOrDefault(package, int.MaxValue));
        }

        return new WantedRoot(name, id, [.. group.Packages.Select(package => locked.Packages[package])], priorities, locked.Request.Alternatives ?? []);
    }

    /// <summary>Who wins a conflict of files: the lower one.</summary>
    public int PriorityOf(LockedPackage package) => Priorities.GetValueOrDefault(package.Id, UsualPriority);
}
