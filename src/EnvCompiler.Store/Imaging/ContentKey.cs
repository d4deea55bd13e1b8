using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Store.Imaging;

/// <summary>What stands for an entry where a name of many is made: everything that shows in a tree, and nothing of where it lies on this host.</summary>
internal static class ContentKey
{
    /// <summary>The SHA-256 of an entry: path, kind, owner, mode, target and content.</summary>
    public static byte[] Of(ImageEntry entry)
    {
        var described = entry switch
        {
            ImageEntry.Directory directory => $"directory {directory.Mode}",
            ImageEntry.Symlink link => $"symlink {link.Target}",
            ImageEntry.File file => $"file {file.IsProgram} {OfFile(file.Source)}",
            ImageEntry.Made made => $"file {made.IsProgram} {Convert.ToHexStringLower(SHA256.HashData(made.Content.Span))}",
            _ => throw new ArgumentException($"unknown entry {entry}", nameof(entry)),
        };
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.Path}\0{entry.Owner} {described}"));
    }

    /// <summary>The SHA-256 of entries, whatever their order, in hexadecimal.</summary>
    public static string Of(IEnumerable<ImageEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            hash.AppendData(Of(entry));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string OfFile(string path)
    {
        using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
