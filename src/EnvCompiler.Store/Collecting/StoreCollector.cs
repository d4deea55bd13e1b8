using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Collecting;

/// <summary>
/// Removes what nobody needs. While it decides, no build can begin or end; each thing is renamed out of its place then, and deleted after that, beside whatever runs. A build
/// that needs one of them later finds it missing and makes it again.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">All changes go through it.</param>
/// <param name="time">Clock of the wait for those who begin or end just now.</param>
public sealed class StoreCollector(StoreLayout store, IFileOperations files, TimeProvider time)
{
    /// <summary>Files of the store's <c>indexes</c> that no catalog reads any more: only catalogs know which.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>Collects.</summary>
    /// <param name="mark">Asked for the needs of all environments and units when no build can begin or end.</param>
    /// <param name="isDryRun">Change nothing.</param>
    /// <param name="cancellation">Ends it between two things.</param>
    /// <returns>What was removed, or would be, in the order roots, layers, launchers, units' roots, objects, artifacts, inspections, indexes, with ENVC0324 where somebody is making of the first four; or why the needs are not known.</returns>
    public Task<Result<IReadOnlyList<CollectedItem>>> CollectAsync(Func<Result<StoreNeeds>> mark, bool isDryRun, CancellationToken cancellation) =>
        StoreAccess.TryAsync(store, async () =>
        {
            if (!Directory.Exists(store.Root))
                return Result<IReadOnlyList<CollectedItem>>.Success([]);
            await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
            List<(string Kind, string Path)> unneeded;
            IReadOnlyList<Diagnostic> notes;
            using (await StoreWorkspace.GuardAsync(store, time, cancellation))
            {
                if (!mark().TryGet(out var needs, out var problems))
                    return Result<IReadOnlyList<CollectedItem>>.Failure(problems);
                StoreWorkspace.AddNeeds(store, needs);
                RunningProcesses.AddTo(needs);
                notes = needs.Derived ? [StoreDiagnostics.DerivedStay()] : [];
                unneeded = [.. Unneeded(needs)];
                if (!isDryRun)
                {
                    unneeded = [.. unneeded.Select(item => (item.Kind, MoveAway(workspace, item.Kind, item.Path)))];
                    // Before anything in them is deleted: after a power cut half of one must not be back in its place.
                    files.SyncDirectory(workspace.Directory);
                }
            }

            return Result<IReadOnlyList<CollectedItem>>.Success(Remove(unneeded, isDryRun, cancellation), notes);
        });

    private IEnumerable<(string Kind, string Path)> Unneeded(StoreNeeds needs)
    {
        var objects = Entries(store.Objects).SelectMany(Entries).Where(path => !needs.Artifacts.Contains(Path.GetFileName(path)));
        var artifacts = Entries(store.Artifacts).SelectMany(Entries).Where(path => !needs.Artifacts.Contains(Path.GetFileName(path)));
        var inspections = Entries(Path.GetDirectoryName(store.Inspection(""))!).Where(path => !needs.Artifacts.Contains(Path.GetFileName(path).Split('.')[0]));
        return (needs.Derived ? [] : UnneededDerived(needs))
            .Concat(objects.Select(path => (CollectedItem.Object, path))).Concat(artifacts.Select(path => (CollectedItem.Artifact, path)))
            .Concat(inspections.Select(path => (CollectedItem.Inspection, path))).Concat(Indexes.Where(File.Exists).Select(path => (CollectedItem.Index, path)));
    }

    private IEnumerable<(string Kind, string Path)> UnneededDerived(StoreNeeds needs)
    {
        var roots = Entries(store.Roots).Where(path => !needs.Roots.Contains(Path.GetFileName(path)));
        var launchers = Entries(store.Launchers).Where(path => !needs.Entries.Contains(Path.GetFileName(path)));
        var unitRoots = Entries(store.Units).Where(path => !needs.Entries.Contains(Path.GetFileName(path)));
        return roots.Select(path => (CollectedItem.Root, path)).Concat(Entries(store.Layers).Concat(Entries(store.Images)).Select(path => (CollectedItem.Layer, path)))
            .Concat(launchers.Select(path => (CollectedItem.Launcher, path))).Concat(unitRoots.Select(path => (CollectedItem.UnitRoot, path)));
    }

    private static IEnumerable<string> Entries(string directory) => Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory) : [];

    private string MoveAway(StoreWorkspace workspace, string kind, string path)
    {
        var away = workspace.Path($"{kind}-{Path.GetFileName(path)}");
        files.Rename(path, away);
        return away;
    }

    private List<CollectedItem> Remove(List<(string Kind, string Path)> unneeded, bool isDryRun, CancellationToken cancellation)
    {
        var space = new FreedSpace();
        var items = unneeded.ConvertAll(item => new CollectedItem(item.Kind, NameOf(item.Kind, item.Path, isDryRun), space.Add(item.Path)));
        if (!isDryRun)
        {
            foreach (var (_, path) in unneeded)
            {
                // What is left then is swept by the next build.
                cancellation.ThrowIfCancellationRequested();
                if (Directory.Exists(path))
                    DirectoryTree.Delete(files, path);
                else
                    files.Unlink(path);
            }
        }

        return items;
    }

    private static string NameOf(string kind, string path, bool isDryRun) => isDryRun ? Path.GetFileName(path) : Path.GetFileName(path)[(kind.Length + 1)..];
}
