using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Unpacking;

/// <summary>
/// Writes a data archive as an object's <c>fs</c>. Nothing is written through a symlink: each entry's parents must be directories that this
/// writer made itself, which it knows from its own list and not from the disk. Modes become 0444 or 0555, times one constant.
/// </summary>
/// <param name="files">Where to write.</param>
/// <param name="directory">The empty <c>fs</c> directory.</param>
/// <param name="maximumBytes">Most bytes of content it will write.</param>
internal sealed class ObjectWriter(IFileOperations files, string directory, long maximumBytes)
{
    private const int MaximumEntries = 1_000_000;

    private readonly Dictionary<string, ObjectEntry> byPath = new(StringComparer.Ordinal);
    private readonly List<ObjectEntry> entries = [];
    private long bytesWritten;

    /// <summary>Unpacks the whole archive.</summary>
    /// <returns>Its entries, parents first.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or asks for what is refused.</exception>
    public IReadOnlyList<ObjectEntry> Write(TarReader tar)
    {
        while (tar.TryNext(out var entry))
        {
            var path = EntryPath.Normalise(entry.Name);
            if (path.Length == 0 || (entry.Kind == TarEntryKind.Symlink && EntryPath.IsMergedLink(entry.Name)))
                continue;
            if (entries.Count >= MaximumEntries)
                throw new InvalidDataException("it has more than 1,000,000 entries");
            EnsureParents(path);
            switch (entry.Kind)
            {
                case TarEntryKind.Directory:
                    AddDirectory(path, entry.Mode);
                    break;
                case TarEntryKind.Symlink:
                    AddSymlink(path, entry.LinkTarget);
                    break;
                case TarEntryKind.HardLink:
                    AddHardLink(path, entry.LinkTarget);
                    break;
                default:
                    AddFile(path, entry, tar);
                    break;
            }
        }

        tar.Finish();
        return entries;
    }

    private void EnsureParents(string path)
    {
        var parent = EntryPath.Parent(path);
        if (parent.Length == 0)
            return;
        if (!byPath.TryGetValue(parent, out var known))
        {
            EnsureParents(parent);
            AddDirectory(parent, 0b111_101_101);
        }
        else if (known.Kind != ObjectEntryKind.Directory)
        {
            throw new InvalidDataException($"`{path}` lies below `{parent}`, which is not a directory");
        }
    }

    private void AddDirectory(string path, int mode)
    {
        if (byPath.TryGetValue(path, out var known))
        {
            if (known.Kind != ObjectEntryKind.Directory)
                throw Duplicate(path);
            return;
        }

        files.CreateDirectory(OnDisk(path), StoreModes.Directory);
        StoreModes.Enforce(files, OnDisk(path), StoreModes.Directory);
        Add(new ObjectEntry { Path = path, Kind = ObjectEntryKind.Directory, Mode = mode & 0b001_111_111_111 });
    }

    private void AddSymlink(string path, string target)
    {
        if (target.Length == 0)
            throw new InvalidDataException($"the symlink `{path}` has no target");
        if (byPath.ContainsKey(path))
        {
            // A compatibility link between the two names that merged-/usr made one.
            if (target.StartsWith('/') && EntryPath.Merge(target[1..]) == path)
                return;
            throw Duplicate(path);
        }

        files.Symlink(target, OnDisk(path));
        Add(new ObjectEntry { Path = path, Kind = ObjectEntryKind.Symlink, Target = target });
    }

    private void AddHardLink(string path, string target)
    {
        if (byPath.ContainsKey(path))
            throw Duplicate(path);
        if (!byPath.TryGetValue(EntryPath.Normalise(target), out var existing) || existing.Kind != ObjectEntryKind.File)
            throw new InvalidDataException($"the hard link `{path}` points at `{target}`, which is not a file of this package");
        if (!files.TryLink(OnDisk(existing.Path), OnDisk(path)))
            throw new InvalidDataException($"`{target}` has more hard links than the file system allows");
        Add(existing with { Path = path });
    }

    private void AddFile(string path, TarEntry entry, TarReader tar)
    {
        if (byPath.TryGetValue(path, out var known) && !IsCompatibilityLink(known))
            throw Duplicate(path);
        if (entry.Size > maximumBytes - bytesWritten)
            throw new InvalidDataException($"it unpacks to more than {maximumBytes} bytes, which its own size does not make plausible");
        bytesWritten += entry.Size;
        if (known is not null)
        {
            files.Unlink(OnDisk(path));
            entries.Remove(known);
            byPath.Remove(path);
        }

        var mode = StoreModes.OfFile(entry.Mode);
        var onDisk = OnDisk(path);
        using (var file = files.CreateNew(onDisk, mode))
        {
            for (var piece = tar.ReadContent(); !piece.IsEmpty; piece = tar.ReadContent())
                file.Write(piece);
            file.SetModifiedTime(StoreModes.ModifiedTime);
        }

        StoreModes.Enforce(files, onDisk, mode);
        Add(new ObjectEntry { Path = path, Mode = entry.Mode & 0b111_111_111, Size = entry.Size });
    }

    private static bool IsCompatibilityLink(ObjectEntry entry) =>
        entry is { Kind: ObjectEntryKind.Symlink, Target: ['/', .. var target] } && EntryPath.Merge(target) == entry.Path;

    private void Add(ObjectEntry entry)
    {
        entries.Add(entry);
        byPath.Add(entry.Path, entry);
    }

    private string OnDisk(string path) => string.Concat(directory, "/", path);

    private static InvalidDataException Duplicate(string path) => new($"it holds `{path}` twice");
}
