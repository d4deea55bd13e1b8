using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>The versions that a group prefers because the previous lock has them.</summary>
internal sealed class HeldPackages
{
    // The artifact's path of a native package, of which a version has several; null holds whatever there is of the version.
    private readonly HashSet<(string Name, string Version, string? Path)> versions;

    private HeldPackages(IEnumerable<LockedPackage> packages, bool holdsBuilds) =>
        versions = [.. packages.Select(package => (package.Name, package.Version, holdsBuilds && package.Build is not null ? package.Path : null))];

    /// <summary>
    /// What the group had. A group that is new takes after the target's other groups, a target that is new after the other targets: what
    /// a person has seen working stays. What another target runs need not run on this one, so of native packages it takes the version, not the build.
    /// </summary>
    internal static HeldPackages Of(Lock? previous, Target target, string group)
    {
        if (previous is null)
            return new HeldPackages([], holdsBuilds: false);
        if (previous.Targets.GetValueOrDefault(target.ToString()) is not { } locked)
            return new HeldPackages(previous.Packages.Values, holdsBuilds: false);
        var groups = locked.Groups.TryGetValue(group, out var own) ? [own] : locked.Groups.Values.ToArray();
        return new HeldPackages(groups.SelectMany(each => each.Packages).Select(id => previous.Packages[id]), holdsBuilds: true);
    }

    /// <summary>Equal for equal versions.</summary>
    internal string Text => string.Join(' ', versions.Select(held => $"{held.Name}={held.Version} {held.Path}").Order(StringComparer.Ordinal));

    internal bool Hold(DebianPackage package) => versions.Contains((package.Name, package.Version.Text, null)) || versions.Contains((package.Name, package.Version.Text, package.Filename));

    /// <summary>Leaves a name out, whatever its version.</summary>
    internal void Release(string name) => versions.RemoveWhere(held => held.Name == name);
}
