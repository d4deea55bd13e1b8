using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Store;

/// <summary>Locked packages as the files that were downloaded: what is missing in the store is fetched, nothing is unpacked.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="handler">HTTP; not disposed.</param>
/// <param name="time">Clock of timeouts and waits.</param>
public sealed class PackageFiles(StoreLayout store, IFileOperations files, HttpMessageHandler handler, TimeProvider time)
{
    /// <summary>Absolute directories of native catalogs by name: where their artifacts are looked for.</summary>
    public IReadOnlyDictionary<string, string> Catalogs { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is asked for artifacts before any mirror.</summary>
    public IReadOnlyList<IArtifactSource> Sources { get; init; } = [];

    /// <summary>Brings packages into the store.</summary>
    /// <param name="packages">Packages of a lock.</param>
    /// <param name="baseUris">Mirrors, in order.</param>
    /// <param name="progress">Told of progress from several threads.</param>
    /// <param name="cancellation">Ends it; what was fetched stays.</param>
    /// <returns>The file of each package, by its SHA-256; or everything that could not be had.</returns>
    public Task<Result<IReadOnlyDictionary<string, string>>> OpenAsync(
        IReadOnlyCollection<LockedPackage> packages, IReadOnlyList<Uri> baseUris, IProgress<StoreProgress>? progress, CancellationToken cancellation) =>
        StoreAccess.TryAsync<IReadOnlyDictionary<string, string>>(store, async () =>
        {
            var distinct = packages.DistinctBy(package => package.Sha256).ToArray();
            await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
            using var http = new HttpFetcher(handler, time);
            var fetcher = new PackageFetcher(store, files, http, Catalogs, Sources, baseUris);
            var told = new PhaseProgress(StorePhase.Fetch, distinct, progress);
            var problems = new ConcurrentBag<Diagnostic>();
            var options = new ParallelOptions { MaxDegreeOfParallelism = ObjectPipeline.Connections, CancellationToken = cancellation };
            await Parallel.ForEachAsync(distinct, options, async (package, token) =>
            {
                if (await fetcher.FetchAsync(package, workspace, told.BytesOf(package), token) is { } problem)
                    problems.Add(problem);
                else
                    told.Complete(package);
            });
            return problems.IsEmpty
                ? Result<IReadOnlyDictionary<string, string>>.Success(distinct.ToDictionary(package => package.Sha256, package => store.Artifact(package.Sha256), StringComparer.Ordinal))
                : Result<IReadOnlyDictionary<string, string>>.Failure(StoreDiagnostics.Grouped([.. problems.OrderBy(problem => problem.Message, StringComparer.Ordinal)]));
        });
}
