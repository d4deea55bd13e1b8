using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Store.Units;

/// <summary>A unit's root as a directory of the store.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="time">Clock of waits.</param>
public sealed class UnitRootDirectory(StoreLayout store, IFileOperations files, TimeProvider time)
{
    /// <summary>Finds it or makes it; it appears by one rename, and its name is the hash of all that is in it.</summary>
    /// <param name="entries">Of <see cref="UnitRootFiles"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Absolute path.</returns>
    public Task<Result<string>> EnsureAsync(IReadOnlyList<ImageEntry> entries, CancellationToken cancellation) => StoreAccess.TryAsync<string>(store, async () =>
    {
        var place = store.UnitRoot(ContentKey.Of(entries));
        if (Directory.Exists(place))
            return place;
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        var made = workspace.Path("root");
        files.CreateDirectory(made, StoreModes.Directory);
        StoreModes.Enforce(files, made, StoreModes.Directory);
        foreach (var entry in entries)
            EntryWriter.Write(files, entry, Path.Combine(made, entry.Path));
        files.SyncFileSystem(store.Root);
        new FileWriter(files).EnsureDirectory(store.Units);
        ObjectStore.PublishDirectory(files, made, place);
        files.SyncDirectory(store.Units);
        return place;
    });
}
