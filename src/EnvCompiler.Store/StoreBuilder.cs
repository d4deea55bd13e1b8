using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Store.Composing;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Fetching;
using EnvCompiler.Store.Unpacking;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Store;

/// <summary>
/// Lock to roots: what is missing is fetched, unpacked and composed in a workspace, made durable by one <c>syncfs</c>, and then appears
/// by renames, objects first. A crash at any instant leaves a store in which everything that has a name is whole. Several builders may
/// run at once: the loser of a rename drops its copy.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="handler">HTTP; not disposed.</param>
/// <param name="processes">Runs a root's own <c>ldconfig</c>.</param>
/// <param name="time">Clock of timeouts and waits.</param>
public sealed class StoreBuilder(StoreLayout store, IFileOperations files, HttpMessageHandler handler, IProcessRunner processes, TimeProvider time)
{
    private readonly ObjectStore objects = new(store, files);

    /// <summary>Absolute directories of native catalogs by name: where their artifacts are looked for.</summary>
    public IReadOnlyDictionary<string, string> Catalogs { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is asked for artifacts before any mirror.</summary>
    public IReadOnlyList<IArtifactSource> Sources { get; init; } = [];

    /// <summary>Makes the roots of all groups of one target, or finds them.</summary>
    /// <param name="locked">The lock.</param>
    /// <param name="target">One of its targets.</param>
    /// <param name="baseUris">Where artifacts are looked for, in order; a package's path is relative to each.</param>
    /// <param name="progress">Told of progress from several threads; nothing when all is there already.</param>
    /// <param name="cancellation">Ends it; nothing half-written stays.</param>
    /// <returns>Roots by group; warnings when a root had to be composed.</returns>
    public Task<Result<IReadOnlyDictionary<string, RealisedRoot>>> RealiseAsync(
        Lock locked, Target target, IReadOnlyList<Uri> baseUris, IProgress<StoreProgress>? progress, CancellationToken cancellation) => StoreAccess.TryAsync(store, async () =>
    {
        if (!locked.Targets.TryGetValue(target.ToString(), out var lockedTarget))
            return StoreDiagnostics.NotLocked(target);
        var roots = new SortedDictionary<string, RealisedRoot>(StringComparer.Ordinal);
        var missing = new List<WantedRoot>();
        foreach (var (name, group) in lockedTarget.Groups)
        {
            var id = RootId.Of(locked, group);
            if (RootReader.TryOpen(store, id) is { } present)
                roots.Add(name, present);
            else
                missing.Add(WantedRoot.Of(name, id, locked, group));
        }

        if (missing.Count == 0)
            return Judged(locked, roots, []);
        var made = await MakeAsync(missing, baseUris, progress, cancellation);
        if (!made.TryGet(out var composed))
            return Result<IReadOnlyDictionary<string, RealisedRoot>>.Failure(made.Diagnostics);
        foreach (var (wanted, root) in missing.Zip(composed))
            roots.Add(wanted.Group, new RealisedRoot(root.Id, store.RootFileSystem(root.Id), root.Record.Commands));
        return Judged(locked, roots, made.Diagnostics);
    });

    // A choice among alternatives may be one group's only, so all roots are asked.
    private Result<IReadOnlyDictionary<string, RealisedRoot>> Judged(
        Lock locked, SortedDictionary<string, RealisedRoot> roots, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (locked.Request.Alternatives is { } wanted)
        {
            var known = roots.Values.Select(root => RootReader.Alternatives(store, root.Id)).OfType<IReadOnlyDictionary<string, ChosenAlternative>>();
            if (new AlternativeWishes(wanted).Unfulfilled([.. known]).ToArray() is { Length: > 0 } problems)
                return Result<IReadOnlyDictionary<string, RealisedRoot>>.Failure([.. diagnostics, .. problems]);
        }

        return Result<IReadOnlyDictionary<string, RealisedRoot>>.Success(roots, diagnostics);
    }

    private async Task<Result<IReadOnlyList<ComposedRoot>>> MakeAsync(
        List<WantedRoot> wanted, IReadOnlyList<Uri> baseUris, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        var packages = wanted.SelectMany(root => root.Packages).DistinctBy(package => package.Sha256).ToArray();
        if (packages.Where(package => package.Kind is not ("debian" or LockedPackage.Native)).ToArray() is { Length: > 0 } unknown)
            return Result<IReadOnlyList<ComposedRoot>>.Failure([.. unknown.Select(StoreDiagnostics.UnknownKind)]);

        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        var composers = wanted.Select(root => new RootComposer(files, processes, root, workspace.Path(root.Id))).ToArray();
        var inStore = packages.ToLookup(package => objects.Exists(package.Sha256));
        var opening = Task.Run(() => OpenAll(inStore[true]), CancellationToken.None);
        var ahead = WriteAheadAsync(composers, opening);
        try
        {
            using var http = new HttpFetcher(handler, time);
            var pipeline = new ObjectPipeline(store, new PackageFetcher(store, files, http, Catalogs, Sources, baseUris), new DebUnpacker(files));
            var unpacked = await pipeline.RunAsync([.. inStore[false]], workspace, progress, cancellation);
            if (!unpacked.TryGet(out var made))
                return Result<IReadOnlyList<ComposedRoot>>.Failure(unpacked.Diagnostics);

            var all = new Dictionary<string, UnpackedObject>(await opening, StringComparer.Ordinal);
            foreach (var (sha256, added) in made)
                all.Add(sha256, added);
            var composed = await ComposeAsync(composers, all, ahead, progress, cancellation);
            Publish(made, composed.Ok ? composed.Value : []);
            return composed;
        }
        finally
        {
            // It writes into the workspace, which is removed next.
            await ahead;
        }
    }

    private ConcurrentDictionary<string, UnpackedObject> OpenAll(IEnumerable<LockedPackage> present)
    {
        var opened = new ConcurrentDictionary<string, UnpackedObject>(StringComparer.Ordinal);
        Parallel.ForEach(present, package => opened[package.Sha256] = objects.Open(package.Sha256));
        return opened;
    }

    // Thousands of links are made while packages are waited for and scripts are read, instead of afterwards.
    private static async Task WriteAheadAsync(RootComposer[] composers, Task<ConcurrentDictionary<string, UnpackedObject>> opening)
    {
        var present = await opening;
        await Task.Run(() =>
        {
            foreach (var composer in composers)
                composer.WriteAhead(present);
        });
    }

    private static async Task<Result<IReadOnlyList<ComposedRoot>>> ComposeAsync(
        RootComposer[] composers,
        Dictionary<string, UnpackedObject> unpacked,
        Task ahead,
        IProgress<StoreProgress>? progress,
        CancellationToken cancellation)
    {
        var composed = new List<ComposedRoot>();
        var diagnostics = new List<Diagnostic>();
        foreach (var composer in composers)
        {
            progress?.Report(new StoreProgress(StorePhase.Compose, composed.Count, composers.Length, 0, 0, Package: null));
            var result = await composer.ComposeAsync(unpacked, ahead, cancellation);
            diagnostics.AddRange(result.Diagnostics);
            if (result.TryGet(out var made))
                composed.Add(made);
        }

        progress?.Report(new StoreProgress(StorePhase.Compose, composed.Count, composers.Length, 0, 0, Package: null));
        return composed.Count == composers.Length
            ? Result<IReadOnlyList<ComposedRoot>>.Success(composed, diagnostics)
            : Result<IReadOnlyList<ComposedRoot>>.Failure(diagnostics);
    }

    // The order is the promise: contents, then names of objects, then names of roots, each on disk before the next can be.
    private void Publish(IReadOnlyDictionary<string, UnpackedObject> made, IReadOnlyList<ComposedRoot> composed)
    {
        files.SyncFileSystem(store.Root);
        foreach (var (sha256, unpacked) in made)
            objects.Publish(sha256, unpacked);
        foreach (var root in composed)
            ObjectStore.PublishDirectory(files, root.Directory, store.RootDirectory(root.Id));
        files.SyncDirectory(store.Roots);
    }
}
