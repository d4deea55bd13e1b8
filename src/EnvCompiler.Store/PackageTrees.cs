using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Fetching;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store;

/// <summary>Locked packages as trees of files, without the roots that they are part of: what is missing in the store is fetched and unpacked.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="handler">HTTP; not disposed.</param>
/// <param name="time">Clock of timeouts and waits.</param>
public sealed class PackageTrees(StoreLayout store, IFileOperations files, HttpMessageHandler handler, TimeProvider time)
{
    private readonly ObjectStore objects = new(store, files);

    /// <summary>Absolute directories of native catalogs by name: where their artifacts are looked for.</summary>
    public IReadOnlyDictionary<string, string> Catalogs { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is asked for artifacts before any mirror.</summary>
    public IReadOnlyList<IArtifactSource> Sources { get; init; } = [];

    /// <summary>Brings packages into the store.</summary>
    /// <param name="packages">Packages of a lock.</param>
    /// <param name="baseUris">Where artifacts are looked for, in order; a package's path is relative to each.</param>
    /// <param name="progress">Told of progress from several threads; nothing when all is there already.</param>
    /// <param name="cancellation">Ends it; nothing half-written stays.</param>
    /// <returns>The directory of each package's files, by its id.</returns>
    public async Task<Result<IReadOnlyDictionary<string, string>>> OpenAsync(
        IReadOnlyCollection<LockedPackage> packages, IReadOnlyList<Uri> baseUris, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        if (packages.Where(package => package.Kind is not ("debian" or LockedPackage.Native)).ToArray() is { Length: > 0 } unknown)
            return Result<IReadOnlyDictionary<string, string>>.Failure([.. unknown.Select(StoreDiagnostics.UnknownKind)]);
        return await StoreAccess.TryAsync<IReadOnlyDictionary<string, string>>(store, async () =>
        {
            var missing = packages.Where(package => !objects.Exists(package.Sha256)).DistinctBy(package => package.Sha256).ToArray();
            if (missing.Length > 0 && await MakeAsync(missing, baseUris, progress, cancellation) is { Count: > 0 } problems)
                return Result<IReadOnlyDictionary<string, string>>.Failure(problems);
            return packages.ToDictionary(package => package.Id, package => store.ObjectFileSystem(package.Sha256), StringComparer.Ordinal);
        });
    }

    private async Task<IReadOnlyList<Diagnostic>> MakeAsync(
        LockedPackage[] packages, IReadOnlyList<Uri> baseUris, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        using var http = new HttpFetcher(handler, time);
        var pipeline = new ObjectPipeline(store, new PackageFetcher(store, files, http, Catalogs, Sources, baseUris), new DebUnpacker(files));
        if (!(await pipeline.RunAsync(packages, workspace, progress, cancellation)).TryGet(out var made, out var problems))
            return problems;

        // Contents are on disk before their names can be.
        files.SyncFileSystem(store.Root);
        foreach (var (sha256, unpacked) in made)
            objects.Publish(sha256, unpacked);
        return [];
    }
}
