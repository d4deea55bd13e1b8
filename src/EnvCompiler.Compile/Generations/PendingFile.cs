using EnvCompiler.Host.Files;

namespace EnvCompiler.Compile.Generations;

/// <summary>The environment's manifest and lock, which are to get other content.</summary>
internal static class PendingFile
{
    /// <summary>Gives manifest and lock their content.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="manifest">Content that the manifest is to have; null where a person has edited it since, so that it stays.</param>
    /// <param name="locked">The same of the lock.</param>
    internal static void Follow(EnvironmentLock held, byte[]? manifest, byte[]? locked)
    {
        // The lock comes first: it is the larger file, which a full disk stops.
        var (lockDirectory, manifestDirectory) = (Replace(held, held.Layout.Lock, locked), Replace(held, held.Layout.Manifest, manifest));
        if (lockDirectory is not null)
            held.Writer.Operations.SyncDirectory(lockDirectory);
        if (manifestDirectory is not null && manifestDirectory != lockDirectory)
            held.Writer.Operations.SyncDirectory(manifestDirectory);
    }

    // The directory that is to be synced, null where nothing was written.
    private static string? Replace(EnvironmentLock held, string path, byte[]? content)
    {
        if (content is null || (File.Exists(path) && SmallFile.ReadBytes(path).AsSpan().SequenceEqual(content)))
            return null;
        held.Writer.ReplaceUnsynced(path, content);
        return Path.GetDirectoryName(path);
    }
}
