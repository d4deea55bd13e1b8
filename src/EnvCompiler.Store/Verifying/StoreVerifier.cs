using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Store.Collecting;
using EnvCompiler.Store.Fetching;
using EnvCompiler.Store.Imaging;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Verifying;

/// <summary>
/// Holds a store against what its names say: artifacts, layers of images, launchers and units' roots are hashed, objects compared with what their artifacts unpack to, roots with
/// what their packages compose to. A repair fetches artifacts again and puts good files in the place of bad ones, each by one rename, so it may run beside processes that use them.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="handler">HTTP, for repairs; not disposed.</param>
/// <param name="processes">Runs a root's own <c>ldconfig</c>.</param>
/// <param name="time">Clock of timeouts and waits.</param>
/// <param name="locks">Locks of the environments that use the store.</param>
public sealed class StoreVerifier(
    StoreLayout store, IFileOperations files, HttpMessageHandler handler, IProcessRunner processes, TimeProvider time, IReadOnlyList<VerifiedLock> locks)
{
    private readonly ConcurrentBag<DamagedItem> damaged = [];
    private readonly ConcurrentBag<(string Root, string Object, IReadOnlyList<TreeDifference> Differences)> linked = [];
    private readonly Dictionary<string, (LockedPackage Package, VerifiedLock Lock)> packages = Packages(locks);
    private int artifacts;
    private int objects;
    private int roots;
    private int derived;
    private int unverified;

    /// <summary>Looks at everything.</summary>
    /// <param name="repairs">Make whole what is damaged.</param>
    /// <param name="cancellation">Ends it between two things.</param>
    public Task<Result<VerificationReport>> VerifyAsync(bool repairs, CancellationToken cancellation) => StoreAccess.TryAsync<VerificationReport>(store, async () =>
    {
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, NeedsOfAll(), cancellation);
        using var http = new HttpFetcher(handler, time);
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(Names(store.Artifacts), options, async (sha256, token) => await VerifyArtifactAsync(sha256, repairs ? workspace : null, http, token));
        await Parallel.ForEachAsync(Names(store.Objects), options, async (sha256, token) => await VerifyObjectAsync(sha256, repairs ? workspace : null, http, token));
        await VerifyRootsAsync(repairs, workspace, cancellation);
        Parallel.ForEach(Subdirectories(store.Layers), options, layer => VerifyLayer(layer, repairs ? workspace : null));
        Parallel.ForEach(Subdirectories(store.Launchers), options, launcher => VerifyEntries(CollectedItem.Launcher, launcher));
        Parallel.ForEach(Subdirectories(store.Units), options, unitRoot => VerifyEntries(CollectedItem.UnitRoot, unitRoot));
        return new VerificationReport
        {
            Artifacts = artifacts,
            Objects = objects,
            Roots = roots,
            Derived = derived,
            Unverified = unverified,
            Damaged = [.. damaged.OrderBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.Package ?? item.Name, StringComparer.Ordinal)],
        };
    });

    private async Task VerifyArtifactAsync(string sha256, StoreWorkspace? repairIn, HttpFetcher http, CancellationToken cancellation)
    {
        Interlocked.Increment(ref artifacts);
        var path = store.Artifact(sha256);
        if (ArtifactVerifier.Matches(path, new FileInfo(path).Length, sha256))
            return;
        var item = Damage(CollectedItem.Artifact, sha256, "has other content");
        damaged.Add(repairIn is null ? item : Repaired(item, await FetchAsync(sha256, repairIn, http, cancellation)));
    }

    private async Task VerifyObjectAsync(string sha256, StoreWorkspace? repairIn, HttpFetcher http, CancellationToken cancellation)
    {
        var artifact = store.Artifact(sha256);
        // Without a whole artifact there is nothing to hold it against.
        if (!IsWhole(artifact, sha256) && (repairIn is null || await FetchAsync(sha256, repairIn, http, cancellation) is not null))
        {
            Interlocked.Increment(ref unverified);
            return;
        }

        Interlocked.Increment(ref objects);
        var differences = DifferencesOf(sha256);
        if (differences.Count == 0)
            return;
        var item = Damage(CollectedItem.Object, sha256, differences);
        if (repairIn is not null)
        {
            var good = repairIn.Path($"good-{sha256}");
            new DebUnpacker(files).Unpack(artifact, good);
            RepairObject(differences);
            // One of several links was replaced; the others are no links of it then.
            if (DifferencesOf(sha256) is { Count: > 0 } left)
                RepairObject(left);
            item = item with { IsRepaired = true };

            void RepairObject(IReadOnlyList<TreeDifference> wrong)
            {
                foreach (var (root, bad) in RootsWith(sha256, wrong))
                    linked.Add((root, store.Object(sha256), bad));
                Repair(repairIn, good, store.Object(sha256), wrong);
            }
        }

        damaged.Add(item);
    }

    private IReadOnlyList<TreeDifference> DifferencesOf(string sha256)
    {
        var comparing = new ComparingFileOperations(store.Object(sha256));
        new DebUnpacker(comparing).Unpack(store.Artifact(sha256), store.Object(sha256));
        return comparing.Differences();
    }

    // Which roots have the bad files themselves: they keep them when the object gets others.
    private IEnumerable<(string Root, IReadOnlyList<TreeDifference> Bad)> RootsWith(string sha256, IReadOnlyList<TreeDifference> differences)
    {
        var bad = differences.Select(difference => (Difference: difference, File: FileIdentity.TryOf(Path.Combine(store.Object(sha256), difference.Path)))).Where(each => each.File is not null).ToArray();
        return Subdirectories(store.Roots)
            .Select(root => (Path.GetFileName(root), (IReadOnlyList<TreeDifference>)[.. bad.Where(each => FileIdentity.TryOf(Path.Combine(root, each.Difference.Path)) == each.File).Select(each => each.Difference)]))
            .Where(root => root.Item2.Count > 0);
    }

    private async Task VerifyRootsAsync(bool repairs, StoreWorkspace workspace, CancellationToken cancellation)
    {
        var unseen = Subdirectories(store.Roots).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
        var known = unseen.Count;
        foreach (var verified in locks)
        {
            foreach (var (name, target) in verified.Lock.Targets)
            {
                var present = target.Groups.Values.Select(group => RootId.Of(verified.Lock, group)).Where(unseen.Contains).ToArray();
                if (present.Length == 0 || !Target.TryParse(name, out var parsed) || !await ComposeAgainAsync(verified, parsed, workspace, cancellation))
                    continue;
                foreach (var id in present.Where(unseen.Remove))
                    VerifyRoot(id, Again(workspace).RootDirectory(id), repairs, workspace);
            }
        }

        // Those of images are of no environment's lock.
        foreach (var root in linked.Where(each => unseen.Contains(each.Root)).GroupBy(each => each.Root))
        {
            foreach (var (_, good, differences) in root)
                Repair(workspace, good, store.RootDirectory(root.Key), differences);
            damaged.Add(Damage(CollectedItem.Root, root.Key, [.. root.SelectMany(each => each.Differences)]) with { IsRepaired = true });
        }

        (roots, unverified) = (known - unseen.Count, unverified + unseen.Count);
    }

    private void VerifyRoot(string id, string good, bool repairs, StoreWorkspace workspace)
    {
        if (TreeComparison.Between(good, store.RootDirectory(id)) is not { Count: > 0 } differences)
            return;
        if (repairs)
            Repair(workspace, good, store.RootDirectory(id), differences);
        damaged.Add(Damage(CollectedItem.Root, id, differences) with { IsRepaired = repairs });
    }

    // In a store of its own that has the same objects, so that files of packages are links of the same files.
    private async Task<bool> ComposeAgainAsync(VerifiedLock verified, Target target, StoreWorkspace workspace, CancellationToken cancellation)
    {
        var again = Again(workspace);
        if (!Directory.Exists(again.Root))
        {
            files.CreateDirectory(again.Root, StoreModes.Directory);
            files.Symlink(store.Objects, again.Objects);
            files.Symlink(store.Artifacts, again.Artifacts);
        }

        var builder = new StoreBuilder(again, files, handler, processes, time) { Catalogs = verified.Catalogs, Sources = verified.Sources };
        return (await builder.RealiseAsync(verified.Lock, target, verified.BaseUris, progress: null, cancellation)).Ok;
    }

    // Without it the next image makes it anew.
    private void VerifyLayer(string layer, StoreWorkspace? repairIn)
    {
        Interlocked.Increment(ref derived);
        if (LayerStore.IsWhole(layer))
            return;
        if (repairIn is not null)
            files.Rename(layer, repairIn.Path($"layer-{Path.GetFileName(layer)}"));
        damaged.Add(Damage(CollectedItem.Layer, Path.GetFileName(layer), "has other content") with { IsRepaired = repairIn is not null });
    }

    // What it was made of is known to an export alone.
    private void VerifyEntries(string kind, string directory)
    {
        Interlocked.Increment(ref derived);
        if (!EntryDirectories.IsWhole(directory))
            damaged.Add(Damage(kind, Path.GetFileName(directory), "has other content") with { NotRepaired = "`envc export systemd` makes it whole, and `envc gc` removes it where no unit names it" });
    }

    private static StoreLayout Again(StoreWorkspace workspace) => new(workspace.Path("again"));

    private void Repair(StoreWorkspace workspace, string good, string bad, IReadOnlyList<TreeDifference> differences)
    {
        var away = workspace.Path($"away-{Guid.NewGuid():N}");
        files.CreateDirectory(away, StoreModes.Directory);
        new TreeRepair(files, good, bad, away).Apply(differences);
    }

    /// <returns>Null when the store has it now, else why not.</returns>
    private async Task<string?> FetchAsync(string sha256, StoreWorkspace workspace, HttpFetcher http, CancellationToken cancellation)
    {
        if (!packages.TryGetValue(sha256, out var wanted))
            return "no lock of an environment says where it comes from; `envc gc` removes it";
        var unheard = new Progress<long>();
        var fetcher = new PackageFetcher(store, files, http, wanted.Lock.Catalogs, wanted.Lock.Sources, wanted.Lock.BaseUris);
        return (await fetcher.FetchAsync(wanted.Package, workspace, unheard, cancellation))?.Message;
    }

    private DamagedItem Damage(string kind, string name, IReadOnlyList<TreeDifference> differences) =>
        Damage(kind, name, $"`{differences[0].Path}` {differences[0].Problem}") with { Paths = differences.Count };

    private DamagedItem Damage(string kind, string name, string problem) =>
        new() { Kind = kind, Name = name, Package = packages.TryGetValue(name, out var known) ? known.Package.Id : null, Problem = problem };

    private static DamagedItem Repaired(DamagedItem item, string? problem) => item with { IsRepaired = problem is null, NotRepaired = problem };

    private static bool IsWhole(string artifact, string sha256) => File.Exists(artifact) && ArtifactVerifier.Matches(artifact, new FileInfo(artifact).Length, sha256);

    private StoreNeeds NeedsOfAll()
    {
        var needs = new StoreNeeds { Derived = true };
        needs.Artifacts.UnionWith(Names(store.Artifacts).Concat(Names(store.Objects)));
        return needs;
    }

    // ab/abcd…
    private static string[] Names(string directory) =>
        !Directory.Exists(directory) ? [] : [.. Directory.EnumerateDirectories(directory).SelectMany(Directory.EnumerateFileSystemEntries).Select(path => Path.GetFileName(path))];

    private static IEnumerable<string> Subdirectories(string directory) => Directory.Exists(directory) ? Directory.EnumerateDirectories(directory) : [];

    private static Dictionary<string, (LockedPackage Package, VerifiedLock Lock)> Packages(IReadOnlyList<VerifiedLock> locks)
    {
        var packages = new Dictionary<string, (LockedPackage, VerifiedLock)>(StringComparer.Ordinal);
        foreach (var verified in locks)
        {
            foreach (var package in verified.Lock.Packages.Values)
                packages.TryAdd(package.Sha256, (package, verified));
        }

        return packages;
    }
}
