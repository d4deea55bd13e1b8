using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Store.Imaging;

/// <summary>A tree of the store as entries: the way back from what <see cref="EntryWriter"/> wrote.</summary>
internal static class EntryTree
{
    /// <summary>All that is in a directory, a directory before what is in it; links are not followed.</summary>
    /// <param name="directory">Its absolute path.</param>
    /// <param name="place">What the entries' paths begin with; empty where they are relative to the directory.</param>
    public static IEnumerable<ImageEntry> Read(string directory, string place) =>
        TreeComparison.Walk(directory).Select(path => Of(new FileInfo(Path.Combine(directory, path)), Path.Combine(place, path)));

    private static ImageEntry Of(FileInfo found, string path)
    {
        if (found.LinkTarget is { } target)
            return new ImageEntry.Symlink(path, target);
        return (found.Attributes & FileAttributes.Directory) != 0
            ? new ImageEntry.Directory(path)
            : ImageEntry.File.Of(path, found);
    }
}
