using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Imaging;

/// <summary>A composed root as entries, each with the package that brought it.</summary>
internal static class RootFiles
{
    /// <summary>Reads a root.</summary>
    /// <param name="store">Has the packages' objects.</param>
    /// <param name="root">The root's file system.</param>
    /// <param name="packages">Its packages, in id order.</param>
    /// <returns>Files, symlinks and empty directories, by package id; under the empty name what composing made.</returns>
    public static ILookup<string, ImageEntry> Read(StoreLayout store, string root, IReadOnlyList<LockedPackage> packages)
    {
        var owners = Owners(store, packages);
        var found = new List<(string Owner, ImageEntry Entry)>();
        Walk(new DirectoryInfo(root), "", entry => found.Add((OwnerOf(entry, owners), entry)));
        return found.ToLookup(each => each.Owner, each => each.Entry, StringComparer.Ordinal);
    }

    // Of several that have a path the last; which layer it is in then matters to nobody but must be the same everywhere.
    private static Dictionary<string, (string Package, ObjectEntry Entry)> Owners(StoreLayout store, IReadOnlyList<LockedPackage> packages)
    {
        var objects = new ObjectStore(store, null!);
        var opened = new UnpackedObject[packages.Count];
        Parallel.For(0, opened.Length, i => opened[i] = objects.Open(packages[i].Sha256));
        var owners = new Dictionary<string, (string, ObjectEntry)>(StringComparer.Ordinal);
        foreach (var (package, made) in packages.Zip(opened))
        {
            foreach (var entry in made.Record.Entries)
                owners[entry.Path] = (package.Id, entry);
        }

        return owners;
    }

    // A diverted file, or one that an effect has replaced, is not what the package has at its path.
    private static string OwnerOf(ImageEntry entry, Dictionary<string, (string Package, ObjectEntry Entry)> owners) =>
        owners.TryGetValue(entry.Path, out var owner) && (entry, owner.Entry.Kind) switch
        {
            (ImageEntry.Directory, ObjectEntryKind.Directory) => true,
            (ImageEntry.Symlink link, ObjectEntryKind.Symlink) => link.Target == owner.Entry.Target,
            (ImageEntry.File file, not (ObjectEntryKind.Directory or ObjectEntryKind.Symlink)) => file.Size == owner.Entry.Size,
            _ => false,
        }
        ? owner.Package
        : "";

    private static void Walk(DirectoryInfo directory, string path, Action<ImageEntry> add)
    {
        var isEmpty = true;
        foreach (var info in directory.EnumerateFileSystemInfos())
        {
            isEmpty = false;
            var name = path.Length == 0 ? info.Name : $"{path}/{info.Name}";
            if (info.LinkTarget is { } target)
                add(new ImageEntry.Symlink(name, target));
            else if (info is DirectoryInfo below)
                Walk(below, name, add);
            else
                add(ImageEntry.File.Of(name, (FileInfo)info));
        }

        if (isEmpty && path.Length > 0)
            add(new ImageEntry.Directory(path));
    }
}
