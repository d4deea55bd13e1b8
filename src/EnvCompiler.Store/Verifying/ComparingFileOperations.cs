using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Verifying;

/// <summary>
/// Operations that write nothing and compare what they would write with what is there: unpacking through them holds an object against its artifact, without room
/// for a second copy.
/// </summary>
/// <param name="directory">The tree.</param>
internal sealed class ComparingFileOperations(string directory) : IFileOperations
{
    private readonly Dictionary<string, string?> seen = new(StringComparer.Ordinal);

    /// <summary>What differs: paths relative to the tree with what is wrong, a clause about «it»; after everything was «written».</summary>
    internal IReadOnlyList<TreeDifference> Differences()
    {
        var differences = seen.Where(pair => pair.Value is not null).Select(pair => new TreeDifference(Path.GetRelativePath(directory, pair.Key), pair.Value!)).ToList();
        differences.AddRange(TreeComparison.Walk(directory).Where(path => !seen.ContainsKey(Path.Combine(directory, path))).Select(TreeDifference.Extra));
        return differences;
    }

    /// <inheritdoc/>
    public IWritableFile CreateNew(string path, UnixFileMode mode)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null)
        {
            seen[path] = "is missing";
            return new ComparedFile(content: null, _ => { });
        }

        seen[path] = (file.UnixFileMode & mode) == file.UnixFileMode ? null : "can be written";
        return new ComparedFile(file.OpenRead(), difference => seen[path] ??= difference);
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path, UnixFileMode mode) => seen[path] = new DirectoryInfo(path) is { Exists: true, LinkTarget: null } ? null : "is missing";

    /// <inheritdoc/>
    public bool TryLink(string existing, string path)
    {
        seen[path] = FileIdentity.TryOf(path) is not { } identity ? "is missing" : FileIdentity.TryOf(existing) == identity ? null : "is not the file that it should be a link of";
        return true;
    }

    /// <inheritdoc/>
    public void Symlink(string target, string path) =>
        seen[path] = new FileInfo(path).LinkTarget is not { } found ? "is missing" : found == target ? null : $"is a link to `{found}`";

    /// <inheritdoc/>
    public void Unlink(string path) => seen.Remove(path);

    /// <inheritdoc/>
    public void ChangeMode(string path, UnixFileMode mode)
    {
        // The mode was compared when the file was opened.
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void SyncFileSystem(string path) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Rename(string from, string to) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Exchange(string first, string second) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void RemoveDirectory(string path) => throw new NotSupportedException();

    private sealed class ComparedFile(FileStream? content, Action<string> differs) : IWritableFile
    {
        private byte[] buffer = [];

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (content is null)
                return;
            if (buffer.Length < bytes.Length)
                buffer = GC.AllocateUninitializedArray<byte>(bytes.Length);
            var read = content.ReadAtLeast(buffer.AsSpan(0, bytes.Length), bytes.Length, throwOnEndOfStream: false);
            if (!bytes.SequenceEqual(buffer.AsSpan(0, read)))
                differs("has other content");
        }

        public void SetModifiedTime(long unixSeconds)
        {
            // Times decide nothing.
        }

        public void Sync()
        {
            // Nothing was written.
        }

        public void Dispose()
        {
            if (content is null)
                return;
            if (content.Position != content.Length)
                differs("has other content");
            content.Dispose();
        }
    }
}
