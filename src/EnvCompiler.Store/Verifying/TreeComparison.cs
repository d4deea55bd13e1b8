using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Verifying;

/// <summary>Two trees, path by path; files that are links of one file are equal without being read.</summary>
internal static class TreeComparison
{
    /// <summary>What differs, with clauses about the second tree's path.</summary>
    /// <param name="reference">How it should be.</param>
    /// <param name="actual">How it is.</param>
    internal static IReadOnlyList<TreeDifference> Between(string reference, string actual)
    {
        var differences = new List<TreeDifference>();
        var expected = Walk(reference).ToHashSet(StringComparer.Ordinal);
        foreach (var path in expected)
        {
            if (Problem(Path.Combine(reference, path), Path.Combine(actual, path)) is { } problem)
                differences.Add(new TreeDifference(path, problem));
        }

        differences.AddRange(Walk(actual).Where(path => !expected.Contains(path)).Select(TreeDifference.Extra));
        return differences;
    }

    /// <summary>All paths of a tree, relative to it, parents first; links are not followed.</summary>
    internal static IEnumerable<string> Walk(string directory) => Walk(directory, "");

    private static IEnumerable<string> Walk(string directory, string prefix)
    {
        foreach (var entry in new DirectoryInfo(Path.Combine(directory, prefix)).EnumerateFileSystemInfos())
        {
            var path = Path.Combine(prefix, entry.Name);
            yield return path;
            if (entry is not DirectoryInfo { LinkTarget: null })
                continue;
            foreach (var below in Walk(directory, path))
                yield return below;
        }
    }

    private static string? Problem(string reference, string actual)
    {
        if (new FileInfo(reference).LinkTarget is { } target)
            return new FileInfo(actual).LinkTarget is not { } found ? "is missing" : found == target ? null : $"is a link to `{found}`";
        if (Directory.Exists(reference))
            return new DirectoryInfo(actual) is { Exists: true, LinkTarget: null } ? null : "is missing";
        if (new FileInfo(actual) is not { Exists: true, LinkTarget: null })
            return "is missing";
        if (FileIdentity.TryOf(reference) == FileIdentity.TryOf(actual))
            return null;
        if (!SameFile.Content(reference, actual))
            return "has other content";
        return File.GetUnixFileMode(reference) == File.GetUnixFileMode(actual) ? null : "has other permissions";
    }
}
