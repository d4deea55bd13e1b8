using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>The versions that a group prefers because the previous lock has them.</summary>
internal sealed class HeldPackages
{
    private readonly HashSet<(string Name, string Version)> versions;

    private HeldPackages(IEnumerable<LockedPackage> packages) => versions = [.. packages.Select(package => (package.Name, package.Version))];

    /// <summary>
    /// What the group had. A group that is new takes after the target's other groups, a target that is new after the other targets: what
    /// a person has seen working stays.
    /// </summary>
    internal static HeldPackages Of(Lock? previous, Target target, string group)
    {
        if (previous is null)
            return new HeldPackages([]);
        if (previous.Targets.GetValueOrDefault(target.ToString()) is not { } locked)
            return new HeldPackages(previous.Packages.Values);
        var groups = locked.Groups.TryGetValue(group, out var own) ? [own] : locked.Groups.Values.ToArray();
        return new HeldPackages(groups.SelectMany(each => each.Packages).Select(id => previous.Packages[id]));
    }

    /// <summary>Equal for equal versions.</summary>
    internal string Text => string.Join(' ', versions.Select(held => $"{held.Name}={held.Version}").Order(StringComparer.Ordinal));

    internal bool Hold(DebianPackage package) => versions.Contains((package.Name, package.Version.Text));

    /// <summary>Leaves a name out, whatever its version.</summary>
    internal void Release(string name) => versions.RemoveWhere(held => held.Name == name);
}
