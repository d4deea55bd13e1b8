namespace EnvCompiler.TestKit.Crashes;

/// <summary>
/// What is on disk and what is not yet, of one directory tree. The rules are those that every file system of fsync(2) keeps, and no more:
/// <list type="bullet">
/// <item>a file's bytes and mode are on disk after <c>fsync</c> of the file; its name is not;</item>
/// <item>a change of a directory's names is on disk after <c>fsync</c> of that directory; the directory's own name is not;</item>
/// <item>what is not on disk is lost or not, each change by itself and in no order: btrfs's log of an <c>fsync</c> brings one name and not those that were changed before
/// it, while ext4 and xfs bring all that came before;</item>
/// <item>one <c>rename</c> comes whole or not at all, across directories too: it is one transaction of the journal (ext4, xfs) or of the tree (btrfs). It is on disk
/// after <c>fsync</c> of the directory that it leads into;</item>
/// <item>of bytes that were not synced there may be all, none, a part, or zeros of their length.</item>
/// </list>
/// Times are not modelled: nothing relies on them.
/// </summary>
/// <param name="root">Absolute path of the tree.</param>
/// <param name="image">It is on disk.</param>
internal sealed class DiskModel(string root, DirectoryImage image)
{
    private readonly DirectoryNode tree = Durable(image.Root, []);
    private readonly List<List<EntryChange>> pending = [];

    public FileNode Create(string path, UnixFileMode mode)
    {
        var made = new FileNode { Mode = mode, DurableMode = mode };
        Set(path, made);
        return made;
    }

    public void MakeDirectory(string path, UnixFileMode mode)
    {
        if (Find(path) is null)
            Set(path, new DirectoryNode { Mode = mode, DurableMode = mode });
    }

    public void Symlink(string path, string target) => Set(path, new SymlinkNode(target));

    public void Link(string existing, string path) => Set(path, Known(existing));

    /// <summary>Unlinks or removes; names that were not made through the operations (locks) are none of the model's.</summary>
    public void Remove(string path)
    {
        if (Find(path) is not null)
            Set(path, null);
    }

    public void Rename(string from, string to)
    {
        var moved = Known(from);
        Change([ChangeOf(from, null), ChangeOf(to, moved)]);
    }

    public void Exchange(string first, string second) => Change([ChangeOf(first, Known(second)), ChangeOf(second, Known(first))]);

    public void SetMode(string path, UnixFileMode mode) => Known(path).Mode = mode;

    public void SyncDirectory(string path)
    {
        var directory = (DirectoryNode)Known(path);
        directory.DurableMode = directory.Mode;
        for (var i = 0; i < pending.Count;)
        {
            if (pending[i].Exists(change => ReferenceEquals(change.Directory, directory) && (change.Node is not null || pending[i].Count == 1)))
                Commit(i);
            else
                i++;
        }
    }

    public void SyncAll()
    {
        while (pending.Count > 0)
            Commit(0);
        SyncContents(tree);
    }

    /// <summary>What a crash now leaves.</summary>
    public DirectoryImage Survivors(Loss loss)
    {
        var draw = loss.Begin();
        var entries = new Dictionary<DirectoryNode, SortedDictionary<string, Node>>();
        foreach (var change in pending.Where(_ => !draw.TakesEntry()).SelectMany(together => together))
        {
            if (!entries.TryGetValue(change.Directory, out var left))
                entries.Add(change.Directory, left = new(change.Directory.Durable, StringComparer.Ordinal));
            change.ApplyTo(left);
        }

        return new DirectoryImage((DirectoryNode)Left(tree, entries, draw, []));
    }

    private static Node Left(Node node, Dictionary<DirectoryNode, SortedDictionary<string, Node>> entries, Loss.Draw draw, Dictionary<Node, Node> done)
    {
        if (done.TryGetValue(node, out var known))
            return known;
        switch (node)
        {
            case FileNode file:
                var left = new FileNode { Mode = draw.Left(node) };
                left.Append(draw.Left(file));
                return done[node] = left;
            case DirectoryNode directory:
                var copy = new DirectoryNode { Mode = draw.Left(node) };
                foreach (var (name, below) in entries.GetValueOrDefault(directory, directory.Durable))
                    copy.Entries.Add(name, Left(below, entries, draw, done));
                return copy;
            default:
                return node;
        }
    }

    private static DirectoryNode Durable(DirectoryNode source, Dictionary<FileNode, FileNode> files)
    {
        var made = new DirectoryNode { Mode = source.Mode, DurableMode = source.Mode };
        foreach (var (name, node) in source.Entries)
        {
            var copy = node switch
            {
                DirectoryNode below => Durable(below, files),
                FileNode file => Durable(file, files),
                _ => node,
            };
            made.Entries.Add(name, copy);
            made.Durable.Add(name, copy);
        }

        return made;
    }

    private static FileNode Durable(FileNode source, Dictionary<FileNode, FileNode> files)
    {
        if (files.TryGetValue(source, out var known))
            return known;
        var made = new FileNode { Mode = source.Mode };
        made.Append(source.Content.Span);
        made.Sync();
        return files[source] = made;
    }

    private static void SyncContents(Node node)
    {
        node.DurableMode = node.Mode;
        if (node is FileNode file)
            file.Sync();
        if (node is DirectoryNode directory)
        {
            foreach (var below in directory.Entries.Values)
                SyncContents(below);
        }
    }

    // Earlier changes of the same names are overtaken: they cannot come afterwards.
    private void Commit(int index)
    {
        foreach (var change in pending[index])
        {
            change.ApplyTo(change.Directory.Durable);
            for (var earlier = 0; earlier < index; earlier++)
                pending[earlier].RemoveAll(change.IsOfSameName);
        }

        pending.RemoveAt(index);
    }

    private void Set(string path, Node? node) => Change([ChangeOf(path, node)]);

    private void Change(List<EntryChange> together)
    {
        foreach (var change in together)
            change.ApplyTo(change.Directory.Entries);
        pending.Add(together);
    }

    private EntryChange ChangeOf(string path, Node? node) => new((DirectoryNode)Known(Path.GetDirectoryName(path)!), Path.GetFileName(path), node);

    private Node Known(string path) => Find(path) ?? throw new InvalidOperationException($"`{path}` was not made through the operations");

    // Symlinks on the way are followed; the last one is meant itself.
    private Node? Find(string path)
    {
        if (path == root)
            return tree;
        if (!path.StartsWith(root + "/", StringComparison.Ordinal))
            throw new InvalidOperationException($"`{path}` is not below `{root}`");
        Node? node = tree;
        var names = path[(root.Length + 1)..].Split('/');
        for (var i = 0; i < names.Length; i++)
        {
            if (node is SymlinkNode link)
                return Find(Path.GetFullPath(Path.Combine([root, .. names[..(i - 1)], link.Target, .. names[i..]])));
            node = (node as DirectoryNode)?.Entries.GetValueOrDefault(names[i]);
        }

        return node;
    }
}
