using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>Directories of the store that are named by all that is in them: the launcher's files, for units that bind them at <c>/.envc</c>, and units' roots.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="time">Clock of waits.</param>
public sealed class EntryDirectories(StoreLayout store, IFileOperations files, TimeProvider time)
{
    private const string Made = "directory";

    /// <summary>Finds the launcher's directory or makes it.</summary>
    /// <param name="launcher">What <see cref="LauncherFiles.Of"/> gave.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Absolute path of what is to be at <c>/.envc</c>; empty directories in it are the places of binds.</returns>
    public Task<Result<string>> EnsureLauncherAsync(IReadOnlyList<ImageEntry> launcher, CancellationToken cancellation) => StoreAccess.TryAsync(store, () =>
        EnsureAsync(
            store.LauncherDirectory(ContentKey.Of(launcher)),
            [.. launcher, .. new[] { ContainedLayout.Environment, ContainedLayout.Bin }.Select(mountPoint => new ImageEntry.Directory(mountPoint[1..]))],
            ContainedLayout.Root[1..],
            cancellation));

    /// <summary>Finds a unit's root or makes it.</summary>
    /// <param name="entries">Of <see cref="Units.UnitRootFiles"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Absolute path.</returns>
    public Task<Result<string>> EnsureUnitRootAsync(IReadOnlyList<ImageEntry> entries, CancellationToken cancellation) =>
        StoreAccess.TryAsync(store, () => EnsureAsync(store.UnitRoot(ContentKey.Of(entries)), entries, part: "", cancellation));

    // It appears by one rename, when all is on disk; of the entries, what is below the part.
    private async Task<Result<string>> EnsureAsync(string place, IReadOnlyList<ImageEntry> entries, string part, CancellationToken cancellation)
    {
        if (Directory.Exists(place))
            return place;
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        var made = workspace.Path(Made);
        files.CreateDirectory(made, StoreModes.Directory);
        StoreModes.Enforce(files, made, StoreModes.Directory);
        foreach (var entry in entries)
            EntryWriter.Write(files, entry, Path.Combine(made, entry.Path));
        files.SyncFileSystem(store.Root);
        var parent = Path.GetDirectoryName(place)!;
        new FileWriter(files).EnsureDirectory(parent);
        ObjectStore.PublishDirectory(files, Path.Combine(made, part), place);
        files.SyncDirectory(parent);
        return place;
    }
}
