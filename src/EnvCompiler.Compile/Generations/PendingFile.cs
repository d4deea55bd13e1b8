using System.Security.Cryptography;

namespace EnvCompiler.Compile.Generations;

/// <summary>The environment's manifest or lock, which is to get other content; what it was before is known by its SHA-256, so that an edit that a person made since stays.</summary>
internal static class PendingFile
{
    /// <summary>SHA-256 of a file; empty where it is not there.</summary>
    internal static string HashOf(string path) => File.Exists(path) ? Hash(File.ReadAllBytes(path)) : "";

    /// <summary>Gives manifest and lock their content, each where it is still what it was before.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="manifest">Content that the manifest is to have, and <see cref="HashOf"/> it before.</param>
    /// <param name="locked">The same of the lock.</param>
    internal static void Follow(EnvironmentLock held, (byte[] Content, string Before) manifest, (byte[] Content, string Before) locked)
    {
        // The lock comes first: it is the larger file, which a full disk stops.
        var directories = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, (content, before)) in (ReadOnlySpan<(string, (byte[], string))>)[(held.Layout.Lock, locked), (held.Layout.Manifest, manifest)])
        {
            if (HashOf(path) != before || Hash(content) == before)
                continue;
            held.Writer.ReplaceUnsynced(path, content);
            directories.Add(Path.GetDirectoryName(path)!);
        }

        foreach (var directory in directories)
            held.Writer.Operations.SyncDirectory(directory);
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
