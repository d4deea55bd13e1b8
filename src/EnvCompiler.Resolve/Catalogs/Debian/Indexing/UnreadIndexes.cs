using EnvCompiler.Model.Layout;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>Parsed indexes that no catalog reads any more: those of an older format, and those that no Release in the store names, because the suite has gone on.</summary>
public static class UnreadIndexes
{
    // A suite that is being loaded has its index before its Release.
    private static readonly TimeSpan LongestLoad = TimeSpan.FromHours(1);

    /// <summary>Finds them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="now">Younger ones than an hour may be in use.</param>
    /// <returns>Absolute paths, sorted (ordinal).</returns>
    public static IReadOnlyList<string> Find(StoreLayout store, DateTimeOffset now)
    {
        var (packages, releases) = (Path.Combine(store.Indexes, "packages"), Path.Combine(store.Indexes, "releases"));
        if (!Directory.Exists(packages))
            return [];
        string[] texts = Directory.Exists(releases) ? [.. Directory.EnumerateFiles(releases).Select(File.ReadAllText)] : [];
        return
        [
            .. Directory.EnumerateFiles(packages)
                .Where(file => now.UtcDateTime - File.GetLastWriteTimeUtc(file) > LongestLoad && !IsRead(Path.GetFileName(file), texts))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsRead(string name, string[] releases) =>
        name.Split('.') is [var sha256, var format] && format == $"v{IndexImage.FormatVersion}" && releases.Any(text => text.Contains(sha256, StringComparison.Ordinal));
}
