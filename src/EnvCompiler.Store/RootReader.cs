using System.Text.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store;

/// <summary>Opens roots that exist. A root appears complete by one rename, so its presence is all there is to check.</summary>
public static class RootReader
{
    /// <summary>Whether the root is in the store: one system call.</summary>
    public static bool Exists(StoreLayout store, string rootId) => File.Exists(RecordPath(store, rootId));

    /// <summary>The root, or null when the store does not hold it.</summary>
    /// <exception cref="JsonException"><c>root.json</c> is not what envc wrote.</exception>
    public static RealisedRoot? TryOpen(StoreLayout store, string rootId)
    {
        var path = RecordPath(store, rootId);
        if (!File.Exists(path))
            return null;
        var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.RootRecord)
            ?? throw new JsonException($"{path} is empty");
        return new RealisedRoot(rootId, store.RootFileSystem(rootId), record.Commands);
    }

    internal static string RecordPath(StoreLayout store, string rootId) => Path.Combine(store.RootDirectory(rootId), "root.json");
}
