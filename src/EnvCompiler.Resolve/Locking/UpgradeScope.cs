using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Locking;

/// <summary>What of a previous lock may move to a better version; everything else moves only where it must.</summary>
public sealed class UpgradeScope
{
    private readonly bool isAll;
    private readonly IReadOnlySet<string> groups;
    private readonly IReadOnlySet<string> installIds;

    private UpgradeScope(bool isAll, IReadOnlySet<string> groups, IReadOnlySet<string> installIds)
    {
        this.isAll = isAll;
        this.groups = groups;
        this.installIds = installIds;
    }

    /// <summary>Nothing: what is locked stays.</summary>
    public static UpgradeScope Nothing { get; } = new(isAll: false, new HashSet<string>(), new HashSet<string>());

    /// <summary>Everything, as if there were no lock.</summary>
    public static UpgradeScope Everything { get; } = new(isAll: true, new HashSet<string>(), new HashSet<string>());

    /// <summary>What a person names: install ids and groups, the id where a name is both; everything where nothing is named.</summary>
    /// <param name="source">The manifest.</param>
    /// <param name="names">As given on the command line.</param>
    public static Result<UpgradeScope> Of(ManifestSource source, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return Everything;
        var install = source.Manifest.Install;
        var known = install.Values.Select(package => package.PkgGroup).Append(PackageRequest.DefaultGroup).ToHashSet(StringComparer.Ordinal);
        var problems = names.Where(name => !install.ContainsKey(name) && !known.Contains(name))
            .Select(name => LockingDiagnostics.NothingToUpgrade(source.PlaceOf("install"), name, [.. install.Keys, .. known])).ToList();
        return problems.Count > 0
            ? Result<UpgradeScope>.Failure(problems)
            : new UpgradeScope(
                isAll: false,
                names.Where(name => !install.ContainsKey(name)).ToHashSet(StringComparer.Ordinal),
                names.Where(install.ContainsKey).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether a whole group is solved as if there were no lock.</summary>
    internal bool FreesGroup(string group) => isAll || groups.Contains(group);

    /// <summary>Whether an entry of <c>[install]</c> moves, and what must move with it.</summary>
    internal bool Moves(string installId) => installIds.Contains(installId);
}
