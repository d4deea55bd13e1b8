namespace EnvCompiler.Model.Locks;

/// <summary>A root that exists in the store.</summary>
/// <param name="Id"><see cref="RootId"/>.</param>
/// <param name="Path">Absolute path of its file system tree (it has <c>usr</c>, <c>etc</c>, <c>var</c> and the merged-/usr links).</param>
/// <param name="Commands">Absolute paths inside the root of the executables that each package brings, by package id, sorted:
/// files and links under <c>/usr/bin</c>, <c>/usr/sbin</c> and <c>/usr/games</c>, links of alternatives included.</param>
public sealed record RealisedRoot(string Id, string Path, IReadOnlyDictionary<string, IReadOnlyList<string>> Commands);
