using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>
/// <c>manifest.lock</c>: for every target, exactly which artifacts, by SHA-256. Independent of host and mirror:
/// no host name, no absolute path, no time of day in it but what <see cref="Include"/> quotes of manifests. All maps are sorted (ordinal).
/// </summary>
public sealed record Lock
{
    /// <summary>The lowest version of the form that can hold this lock; <see cref="LockFile.Write"/> sees to it.</summary>
    public int LockVersion { get; init; } = 1;

    /// <summary>What the manifest asked for; the lock is stale when the manifest asks for something else.</summary>
    public required LockRequest Request { get; init; }

    /// <summary>The included environments, in the manifest's order; absent where there are none. Only <c>envc include upgrade</c>, or another entry in the manifest, changes what is here.</summary>
    public IReadOnlyList<LockedInclude>? Include { get; init; }

    /// <summary>Package indexes that were used, by <c>CATALOG/SUITE</c>.</summary>
    [JsonRequired]
    public SortedDictionary<string, LockedIndex> Indexes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Models by name.</summary>
    [JsonRequired]
    public SortedDictionary<string, LockedModel> Models { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What each target gets, by <c>SYSTEM/ACCELERATOR</c>.</summary>
    [JsonRequired]
    public SortedDictionary<string, LockedTarget> Targets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>All packages of all targets by id (<see cref="LockedPackage.Id"/>).</summary>
    [JsonRequired]
    public SortedDictionary<string, LockedPackage> Packages { get; init; } = new(StringComparer.Ordinal);
}
