using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Host.Files;

namespace EnvCompiler.TestKit.Crashes;

/// <summary>A directory tree in memory: names, contents, modes, symlinks, and which names are one file.</summary>
public sealed class DirectoryImage
{
    internal DirectoryImage(DirectoryNode root) => Root = root;

    internal DirectoryNode Root { get; }

    /// <summary>Reads a tree.</summary>
    public static DirectoryImage Read(string path) => new(ReadDirectory(path, new Dictionary<FileIdentity, FileNode>()));

    /// <summary>Equal for equal trees.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Describe(Root, "", hash);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static DirectoryNode ReadDirectory(string path, Dictionary<FileIdentity, FileNode> files)
    {
        var read = new DirectoryNode { Mode = File.GetUnixFileMode(path) };
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            read.Entries[entry.Name] = entry switch
            {
                { LinkTarget: { } target } => new SymlinkNode(target),
                DirectoryInfo => ReadDirectory(entry.FullName, files),
                _ => ReadFile(entry.FullName, files),
            };
        }

        return read;
    }

    private static FileNode ReadFile(string path, Dictionary<FileIdentity, FileNode> files)
    {
        var identity = FileIdentity.TryOf(path)!.Value;
        if (files.TryGetValue(identity, out var known))
            return known;
        var read = new FileNode { Mode = File.GetUnixFileMode(path) };
        read.Append(File.ReadAllBytes(path));
        return files[identity] = read;
    }

    private static void Describe(DirectoryNode directory, string path, IncrementalHash hash)
    {
        foreach (var (name, node) in directory.Entries)
        {
            var kind = node is SymlinkNode link ? link.Target : node.GetType().Name;
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}/{name}\0{kind}\0{node.Mode}\n"));
            if (node is DirectoryNode below)
                Describe(below, $"{path}/{name}", hash);
            if (node is FileNode file)
                hash.AppendData(SHA256.HashData(file.Content.Span));
        }
    }
}
