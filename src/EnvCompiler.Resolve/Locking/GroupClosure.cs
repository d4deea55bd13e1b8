using EnvCompiler.Model.Locks;

namespace EnvCompiler.Resolve.Locking;

/// <summary>What a group became.</summary>
/// <param name="Install">Package id by install id.</param>
/// <param name="Packages">The whole closure.</param>
internal sealed record GroupClosure(SortedDictionary<string, string> Install, IReadOnlyList<LockedPackage> Packages);
