using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Verifying;

/// <summary>Puts paths of a good tree in the place of bad ones, each by one rename: a process that uses the tree sees the one or the other.</summary>
/// <param name="files">Writes.</param>
/// <param name="reference">How it should be; on the same file system.</param>
/// <param name="actual">How it is.</param>
/// <param name="away">A directory for what is taken out.</param>
internal sealed class TreeRepair(IFileOperations files, string reference, string actual, string away)
{
    private int count;

    /// <summary>Repairs.</summary>
    /// <param name="differences">What differs, parents first.</param>
    internal void Apply(IReadOnlyList<TreeDifference> differences)
    {
        foreach (var path in differences.Select(difference => difference.Path))
            Replace(Path.Combine(reference, path), Path.Combine(actual, path));
        files.SyncFileSystem(actual);
    }

    private void Replace(string good, string bad)
    {
        var prepared = Path.Combine(away, $"new-{count++}");
        if (new FileInfo(good).LinkTarget is { } target)
            files.Symlink(target, prepared);
        else if (File.Exists(good))
            Link(good, prepared);
        // A directory where something else is, or the other way round; or nothing is to be there.
        if ((Directory.Exists(good) || Directory.Exists(bad) || !Path.Exists(prepared)) && (Path.Exists(bad) || new FileInfo(bad).LinkTarget is not null))
            files.Rename(bad, Path.Combine(away, $"old-{count++}"));
        if (Directory.Exists(good) && new FileInfo(good).LinkTarget is null)
            files.CreateDirectory(bad, StoreModes.Directory);
        else if (File.Exists(prepared) || new FileInfo(prepared).LinkTarget is not null)
            files.Rename(prepared, bad);
    }

    private void Link(string good, string prepared)
    {
        if (files.TryLink(good, prepared))
            return;
        using var copy = files.CreateNew(prepared, File.GetUnixFileMode(good));
        copy.Write(File.ReadAllBytes(good));
        copy.SetModifiedTime(StoreModes.ModifiedTime);
    }
}
