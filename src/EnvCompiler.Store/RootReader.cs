using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Composing;

namespace EnvCompiler.Store;

/// <summary>Opens roots that exist. A root appears complete by one rename, so its presence is all there is to check.</summary>
public static class RootReader
{
    /// <summary>Whether the root is in the store: one system call.</summary>
    public static bool Exists(StoreLayout store, string rootId) => File.Exists(RecordPath(store, rootId));

    /// <summary>The root, or null when the store does not hold it.</summary>
    /// <exception cref="DamagedFileException"><c>root.json</c> is not what envc wrote.</exception>
    public static RealisedRoot? TryOpen(StoreLayout store, string rootId)
    {
        return Read(store, rootId) is { } record ? new RealisedRoot(rootId, store.RootFileSystem(rootId), record.Commands) : null;
    }

    /// <summary>What stands behind the generic names of a root, or null when the store does not hold it.</summary>
    /// <exception cref="DamagedFileException"><c>root.json</c> is not what envc wrote.</exception>
    public static IReadOnlyDictionary<string, ChosenAlternative>? Alternatives(StoreLayout store, string rootId) => Read(store, rootId)?.Alternatives;

    private static RootRecord? Read(StoreLayout store, string rootId)
    {
        var path = RecordPath(store, rootId);
        return File.Exists(path) ? StoreRecord.Read(path, StoreJson.Default.RootRecord) : null;
    }

    internal static string RecordPath(StoreLayout store, string rootId) => Path.Combine(store.RootDirectory(rootId), "root.json");
}
