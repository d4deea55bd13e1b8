using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Store.Units;

/// <summary>
/// What is <c>/</c> for a unit. A service manager makes mount points that are missing, as the root user, through whatever is bound there already: with a root of the store it would
/// write into the store. So a unit has a tree of its own with every mount point in it, its own <c>/etc</c> and <c>/var</c>, and only <c>/usr</c>, in which nothing is mounted, is
/// the root's.
/// </summary>
public static class UnitRootFiles
{
    /// <summary>Mount points of every unit, besides those that a request has.</summary>
    private static readonly string[] MountPoints = ["dev", "proc", "sys", "run", "tmp", "usr", "home", "root"];

    // Directories of the root that are copied: small, and with mount points in them.
    private static readonly string[] Copied = ["etc", "var"];

    /// <summary>The entries, a directory before what is in it.</summary>
    public static IReadOnlyList<ImageEntry> Of(UnitRootRequest request)
    {
        var entries = new SortedDictionary<string, ImageEntry>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(request.RootFileSystem).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is { } target)
                entries[entry.Name] = new ImageEntry.Symlink(entry.Name, target);
            else if (entry is DirectoryInfo directory && Copied.Contains(entry.Name, StringComparer.Ordinal))
                Add(entries, directory.FullName, entry.Name);
        }

        Add(entries, request.Launcher, ContainedLayout.Root[1..]);
        // systemd-analyze looks for a unit's program on the host, so the unit names it by its path there.
        AddAt(entries, new ImageEntry.Symlink(request.Launcher[1..], ContainedLayout.Root));
        foreach (var directory in MountPoints.Concat(request.Directories))
            AddDirectory(entries, directory.Trim('/'));
        AddDirectory(entries, ContainedLayout.Project[1..]);
        foreach (var (place, content) in request.Files)
            AddAt(entries, new ImageEntry.Made(place[1..], content, IsProgram: false));
        foreach (var (place, target) in request.Links)
            AddAt(entries, new ImageEntry.Symlink(place[1..], target));
        return [.. entries.Values];
    }

    private static void Add(SortedDictionary<string, ImageEntry> entries, string from, string place)
    {
        entries[place] = new ImageEntry.Directory(place);
        foreach (var entry in EntryTree.Read(from, place))
            entries[entry.Path] = entry;
    }

    private static void AddAt(SortedDictionary<string, ImageEntry> entries, ImageEntry entry)
    {
        AddDirectory(entries, Path.GetDirectoryName(entry.Path)!);
        entries[entry.Path] = entry;
    }

    private static void AddDirectory(SortedDictionary<string, ImageEntry> entries, string path)
    {
        if (path.Length == 0 || (entries.TryGetValue(path, out var present) && present is ImageEntry.Directory))
            return;
        AddDirectory(entries, Path.GetDirectoryName(path)!);
        entries[path] = new ImageEntry.Directory(path);
    }
}
