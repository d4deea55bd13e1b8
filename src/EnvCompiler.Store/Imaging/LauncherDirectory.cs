using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>The launcher's files as a directory of the store, for units and pods that bind it at <c>/.envc</c>.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="time">Clock of waits.</param>
public sealed class LauncherDirectory(StoreLayout store, IFileOperations files, TimeProvider time)
{
    /// <summary>Finds it or makes it; it appears by one rename, and its name is the hash of all that is in it.</summary>
    /// <param name="launcher">What <see cref="LauncherFiles.Of"/> gave.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Absolute path of what is to be at <c>/.envc</c>; an empty directory <c>environment</c> in it is the place of a bind.</returns>
    public Task<Result<string>> EnsureAsync(IReadOnlyList<ImageEntry> launcher, CancellationToken cancellation) => StoreAccess.TryAsync<string>(store, async () =>
    {
        var place = store.LauncherDirectory(ContentKey.Of(launcher));
        if (Directory.Exists(place))
            return place;
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        var writer = new FileWriter(files);
        foreach (var entry in launcher)
            EntryWriter.Write(files, entry, workspace.Path(entry.Path));
        var made = workspace.Path(ContainedLayout.Root[1..]);
        foreach (var mountPoint in (string[])[ContainedLayout.Environment, ContainedLayout.Bin])
            files.CreateDirectory(Path.Combine(made, Path.GetFileName(mountPoint)), StoreModes.Directory);
        files.SyncFileSystem(store.Root);
        writer.EnsureDirectory(store.Launchers);
        ObjectStore.PublishDirectory(files, made, place);
        files.SyncDirectory(store.Launchers);
        return place;
    });
}
