using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Channels;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Fetching;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store;

/// <summary>
/// Fetches and unpacks at the same time: many connections fill a queue, one worker a processor empties it. After a few
/// small ones both take the largest artifact first, so that no worker is left alone with a large one at the end.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="fetcher">How an artifact is fetched.</param>
/// <param name="unpacker">How it is unpacked.</param>
internal sealed class ObjectPipeline(StoreLayout store, PackageFetcher fetcher, DebUnpacker unpacker)
{
    /// <summary>Connections at once; more bring nothing from one mirror.</summary>
    public const int Connections = 12;

    private readonly ConcurrentBag<Diagnostic> problems = [];
    private readonly ConcurrentDictionary<string, UnpackedObject> objects = new(StringComparer.Ordinal);

    /// <summary>Makes the objects of packages in the workspace; all problems are found in one run.</summary>
    /// <returns>Objects by SHA-256.</returns>
    public async Task<Result<IReadOnlyDictionary<string, UnpackedObject>>> RunAsync(
        IReadOnlyCollection<LockedPackage> packages, StoreWorkspace workspace, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        var bySize = StartersFirst([.. packages.OrderByDescending(package => package.Size).ThenBy(package => package.Id, StringComparer.Ordinal)]);
        var fetched = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<LockedPackage>
        {
            Comparer = Comparer<LockedPackage>.Create((left, right) => right.Size.CompareTo(left.Size)),
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        var fetching = FetchAllAsync(bySize, fetched.Writer, workspace, new PhaseProgress(StorePhase.Fetch, bySize, progress), stop);
        var unpackProgress = new PhaseProgress(StorePhase.Unpack, bySize, progress);
        var unpacking = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Run(() => UnpackAllAsync(fetched.Reader, workspace, unpackProgress, stop), CancellationToken.None));
        await Task.WhenAll([fetching, .. unpacking]);

        return problems.IsEmpty
            ? Result<IReadOnlyDictionary<string, UnpackedObject>>.Success(objects)
            : Result<IReadOnlyDictionary<string, UnpackedObject>>.Failure(StoreDiagnostics.Grouped([.. problems.OrderBy(problem => problem.Message, StringComparer.Ordinal)]));
    }

    // The largest arrive late, all at once; a few small ones before them give the workers something to do meanwhile.
    private static LockedPackage[] StartersFirst(LockedPackage[] bySize)
    {
        var first = bySize.Length / 2;
        var count = Math.Min(Connections, bySize.Length - first);
        return [.. bySize.AsSpan(first, count), .. bySize.AsSpan(0, first), .. bySize.AsSpan(first + count)];
    }

    private async Task FetchAllAsync(
        LockedPackage[] packages, ChannelWriter<LockedPackage> fetched, StoreWorkspace workspace, PhaseProgress progress, CancellationTokenSource stop)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(packages, options, async (package, cancellation) =>
            {
                var bytes = progress.BytesOf(package);
                if (await fetcher.FetchAsync(package, workspace, bytes, cancellation) is { } problem)
                {
                    problems.Add(problem);
                    return;
                }

                progress.Complete(package);
                fetched.TryWrite(package);
            });
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            fetched.TryComplete();
        }
    }

    private async Task UnpackAllAsync(
        ChannelReader<LockedPackage> fetched, StoreWorkspace workspace, PhaseProgress progress, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var package in fetched.ReadAllAsync(stop.Token))
            {
                try
                {
                    objects[package.Sha256] = unpacker.Unpack(store.Artifact(package.Sha256), workspace.Path(package.Sha256));
                    progress.Advance(package.Size, package);
                    progress.Complete(package);
                }
                catch (InvalidDataException e)
                {
                    problems.Add(StoreDiagnostics.RefusedPackage(package, e.Message));
                }
            }
        }
        catch
        {
            // The first failure (a full disk, say) is what the caller hears of; the others need not run into it too.
            await stop.CancelAsync();
            throw;
        }
    }
}
