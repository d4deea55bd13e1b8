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

    /// <summary>Repairs. What is put in place is on disk before, and the repair when this returns.</summary>
    /// <param name="differences">What differs, parents first.</param>
    internal void Apply(IReadOnlyList<TreeDifference> differences)
    {
        var prepared = differences.Select(difference => (difference.Path, New: Prepare(Path.Combine(reference, difference.Path)))).ToList();
        files.SyncFileSystem(away);
        foreach (var (path, made) in prepared)
            Replace(Path.Combine(actual, path), made, isDirectory: Directory.Exists(Path.Combine(reference, path)));
        files.SyncFileSystem(actual);
    }

    // A file or a symlink that can be renamed to where it belongs; null where there is to be a directory or nothing.
    private string? Prepare(string good)
    {
        var prepared = Path.Combine(away, $"new-{count++}");
        if (new FileInfo(good).LinkTarget is { } target)
            files.Symlink(target, prepared);
        else if (File.Exists(good))
            Link(good, prepared);
        else
            return null;
        return prepared;
    }

    private void Replace(string bad, string? made, bool isDirectory)
    {
        // A directory where something else is, or the other way round; or nothing is to be there.
        if ((made is null || Directory.Exists(bad)) && (Path.Exists(bad) || new FileInfo(bad).LinkTarget is not null))
            files.Rename(bad, Path.Combine(away, $"old-{count++}"));
        if (made is not null)
            files.Rename(made, bad);
        else if (isDirectory)
            files.CreateDirectory(bad, StoreModes.Directory);
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
