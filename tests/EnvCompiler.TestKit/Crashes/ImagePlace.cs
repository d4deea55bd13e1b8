using EnvCompiler.Host.Files;

namespace EnvCompiler.TestKit.Crashes;

/// <summary>
/// A directory that is made one tree after the other. What it put there and nobody has touched since is left, which is most of it: nobody writes into a file that is there,
/// so the same inode of the same time and length has the same content.
/// </summary>
/// <param name="path">Absolute path.</param>
internal sealed class ImagePlace(string path)
{
    private readonly PosixFileOperations files = new();
    private readonly Dictionary<string, (Stamp Stamp, ReadOnlyMemory<byte> Content)> placed = new(StringComparer.Ordinal);

    /// <summary>Makes the directory this tree, whatever it was.</summary>
    public void Become(DirectoryImage image)
    {
        if (!Directory.Exists(path))
            Directory.CreateDirectory(path);
        Become(image.Root, path, []);
    }

    private void Become(DirectoryNode directory, string place, Dictionary<FileNode, string> written)
    {
        File.SetUnixFileMode(place, directory.Mode);
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(place).EnumerateFileSystemInfos())
        {
            if (directory.Entries.TryGetValue(entry.Name, out var wanted) && Is(entry, wanted))
                there.Add(entry.Name);
            else
                Remove(entry);
        }

        foreach (var (name, node) in directory.Entries)
        {
            var below = Path.Combine(place, name);
            if (!there.Contains(name))
                Make(node, below, written);
            if (node is FileNode file)
                written.TryAdd(file, below);
            else if (node is DirectoryNode subdirectory)
                Become(subdirectory, below, written);
        }
    }

    private bool Is(FileSystemInfo entry, Node wanted) => (entry, wanted) switch
    {
        ({ LinkTarget: { } target }, SymlinkNode link) => target == link.Target,
        (DirectoryInfo { LinkTarget: null }, DirectoryNode) => true,
        (FileInfo { LinkTarget: null } file, FileNode node) => placed.TryGetValue(file.FullName, out var known)
            && known.Stamp == Stamp.Of(file) && file.UnixFileMode == node.Mode && known.Content.Span.SequenceEqual(node.Content.Span),
        _ => false,
    };

    private void Make(Node node, string place, Dictionary<FileNode, string> written)
    {
        switch (node)
        {
            case DirectoryNode:
                Directory.CreateDirectory(place);
                return;
            case SymlinkNode link:
                File.CreateSymbolicLink(place, link.Target);
                return;
            case FileNode file when written.TryGetValue(file, out var existing):
                files.TryLink(existing, place);
                break;
            case FileNode file:
                using (var made = files.CreateNew(place, file.Mode))
                    made.Write(file.Content.Span);
                File.SetUnixFileMode(place, file.Mode);
                break;
        }

        placed[place] = (Stamp.Of(new FileInfo(place)), ((FileNode)node).Content);
    }

    private void Remove(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo { LinkTarget: null })
            DirectoryTree.Delete(files, entry.FullName);
        else
            files.Unlink(entry.FullName);
    }

    private readonly record struct Stamp(FileIdentity? Identity, DateTime Modified, long Length)
    {
        public static Stamp Of(FileInfo file) => new(FileIdentity.TryOf(file.FullName), file.LastWriteTimeUtc, file.Length);
    }
}
