using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// Directories of the store that are named by all that is in them: the launcher's files, for units that bind them at <c>/.envc</c>, and units' roots. One that is no longer what its
/// name says is made whole.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="time">Clock of waits.</param>
public sealed class EntryDirectories(StoreLayout store, IFileOperations files, TimeProvider time)
{
    private const string Made = "directory";
    private const string Away = "away";

    /// <summary>Finds the launcher's directory or makes it.</summary>
    /// <param name="launcher">What <see cref="LauncherFiles.Of"/> gave.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Absolute path of what is to be at <c>/.envc</c>; empty directories in it are the places of binds.</returns>
    public Task<Result<string>> EnsureLauncherAsync(IReadOnlyList<ImageEntry> launcher, CancellationToken cancellation)
    {
        var mountPoints = new[] { ContainedLayout.Environment, ContainedLayout.Bin }.Select(mountPoint => new ImageEntry.Directory(mountPoint[1..]));
        var top = ContainedLayout.Root[1..];
        return EnsureAsync(
            store.Launchers, [.. launcher.Concat(mountPoints).Where(entry => entry.Path != top).Select(entry => entry with { Path = entry.Path[(top.Length + 1)..] })], cancellation);
    }

    /// <summary>Finds a unit's root or makes it.</summary>
    /// <param name="entries">Of <see cref="Units.UnitRootFiles"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Absolute path.</returns>
    public Task<Result<string>> EnsureUnitRootAsync(IReadOnlyList<ImageEntry> entries, CancellationToken cancellation) => EnsureAsync(store.Units, entries, cancellation);

    /// <summary>Whether a launcher's directory or a unit's root has what its name says.</summary>
    /// <param name="directory">Its absolute path.</param>
    internal static bool IsWhole(string directory) => ContentKey.Of(EntryTree.Read(directory, place: "")) == Path.GetFileName(directory);

    private Task<Result<string>> EnsureAsync(string parent, IReadOnlyList<ImageEntry> entries, CancellationToken cancellation) => StoreAccess.TryAsync<string>(store, async () =>
    {
        var place = Path.Combine(parent, ContentKey.Of(entries));
        var isThere = Directory.Exists(place);
        if (isThere && IsWhole(place))
            return place;
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        var made = workspace.Path(Made);
        Write(entries, made);
        if (isThere)
            Repair(made, place, workspace.Path(Away));
        else
            Publish(made, place);
        return place;
    });

    private void Write(IReadOnlyList<ImageEntry> entries, string made)
    {
        files.CreateDirectory(made, StoreModes.Directory);
        StoreModes.Enforce(files, made, StoreModes.Directory);
        foreach (var entry in entries)
            EntryWriter.Write(files, entry, Path.Combine(made, entry.Path));
    }

    // It appears by one rename, when all is on disk.
    private void Publish(string made, string place)
    {
        var parent = Path.GetDirectoryName(place)!;
        new FileWriter(files).EnsureDirectory(parent);
        files.SyncFileSystem(store.Root);
        ObjectStore.PublishDirectory(files, made, place);
        files.SyncDirectory(parent);
    }

    // Units may run in it.
    private void Repair(string made, string place, string away)
    {
        files.CreateDirectory(away, StoreModes.Directory);
        new TreeRepair(files, made, place, away).Apply(TreeComparison.Between(made, place));
    }
}
