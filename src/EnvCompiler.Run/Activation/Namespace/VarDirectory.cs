using EnvCompiler.Host.Files;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>The writable <c>/var</c> of a group: a copy of the root's, kept in the environment's cache over generations.</summary>
/// <param name="writer">Writes.</param>
internal sealed class VarDirectory(FileWriter writer)
{
    /// <summary>Adds what is missing; what is there is the environment's own and stays as it is.</summary>
    /// <param name="source">The root's <c>var</c>.</param>
    /// <param name="target">The copy.</param>
    internal void AddMissing(string source, string target)
    {
        writer.EnsureDirectory(target);
        var from = new DirectoryInfo(source);
        if (!from.Exists)
            return;
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var path = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                if (new FileInfo(path) is { Exists: false, LinkTarget: null } && !Directory.Exists(path))
                    writer.Operations.Symlink(link, path);
            }
            else if (entry is DirectoryInfo)
            {
                AddDirectory(entry, path);
            }
            else if (!File.Exists(path))
            {
                writer.Replace(path, File.ReadAllBytes(entry.FullName));
            }
        }
    }

    private void AddDirectory(FileSystemInfo entry, string path)
    {
        if (!Directory.Exists(path))
        {
            writer.Operations.CreateDirectory(path, FileWriter.Executable);
            // The root's directories are read-only in the store, yet /var/tmp must stay open to all.
            var shared = entry.UnixFileMode & (UnixFileMode.StickyBit | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite);
            if (shared != 0)
                writer.Operations.ChangeMode(path, FileWriter.Executable | shared);
        }

        AddMissing(entry.FullName, path);
    }
}
