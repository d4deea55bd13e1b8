using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship.Pulling;

/// <summary>
/// Fetches the generations of a repository that an environment lacks: manifest, lock and commands of each, a few kilobytes, so that every one of them can be
/// gone back to without the registry. Writes nothing.
/// </summary>
/// <param name="repository">The repository.</param>
public sealed class GenerationPuller(IRepository repository)
{
    private const int Connections = 8;

    private readonly ArtifactReader reader = new(repository);

    /// <summary>Fetches.</summary>
    /// <returns>What the environment lacks; ENVC1032 where it has gone on otherwise than the repository, ENVC1051 to 1054 where a signature is missing, or another failure.</returns>
    public async Task<Result<PulledGenerations>> PullAsync(PullRequest request, CancellationToken cancellation)
    {
        if (!(await ArtifactHead.FetchAsync(repository, request.Target ?? GenerationArtifact.Latest, cancellation)).TryGet(out var wanted, out var problems))
            return Result<PulledGenerations>.Failure(problems);
        IReadOnlyList<ArtifactHead> missing = [wanted];
        IReadOnlyList<int> replaced = [];
        if (!request.Alone)
        {
            if (!(await Comparison.MakeAsync(repository, request.History, cancellation)).TryGet(out var comparison, out problems))
                return Result<PulledGenerations>.Failure(problems);
            if (comparison.HasDiverged && !request.Force)
                return await DivergenceReport.MakeAsync(repository, comparison, request.History, cancellation);
            if (!(await HeadsAsync(comparison.RemoteOnly, cancellation)).TryGet(out missing!, out problems))
                return Result<PulledGenerations>.Failure(problems);
            replaced = comparison.HasDiverged ? comparison.LocalOnly : [];
        }

        // By digest: two tags of one number can name two manifests.
        ArtifactHead[] taken = [.. missing.Prepend(wanted).DistinctBy(head => head.Descriptor.Digest)];
        if (await new SignaturePolicy(repository, request.Required).CheckAsync(taken, cancellation) is { Count: > 0 } unsigned)
            return Result<PulledGenerations>.Failure(unsigned);
        if (!(await ReadAsync(missing, cancellation)).TryGet(out var generations, out problems))
            return Result<PulledGenerations>.Failure(problems);
        var kept = request.History.Where(entry => !replaced.Contains(entry.Generation));
        if (!request.Alone && RevisionMismatch(kept, generations, wanted) is { } tampered)
            return tampered;
        if (!(await PackagesAsync(wanted, cancellation)).TryGet(out var packages, out problems))
            return Result<PulledGenerations>.Failure(problems);
        return new PulledGenerations(wanted.Number, generations, packages is not null, ModelsOf(packages)) { Replaced = replaced };
    }

    private async Task<Result<IReadOnlyList<ArtifactHead>>> HeadsAsync(IReadOnlyList<int> numbers, CancellationToken cancellation)
    {
        var heads = new ConcurrentBag<Result<ArtifactHead>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(numbers, options, async (number, token) =>
            heads.Add(await ArtifactHead.FetchAsync(repository, GenerationArtifact.TagOf(number), token)));
        return heads.FirstOrDefault(head => !head.Ok) is { } failed
            ? Result<IReadOnlyList<ArtifactHead>>.Failure(failed.Diagnostics)
            : Result<IReadOnlyList<ArtifactHead>>.Success([.. heads.Select(head => head.Value)]);
    }

    private async Task<Result<IReadOnlyList<ShippedGeneration>>> ReadAsync(IReadOnlyList<ArtifactHead> heads, CancellationToken cancellation)
    {
        var read = new ConcurrentBag<Result<ShippedGeneration>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(heads, options, async (head, token) => read.Add(await reader.ReadAsync(head, token)));
        return read.FirstOrDefault(generation => !generation.Ok) is { } failed
            ? Result<IReadOnlyList<ShippedGeneration>>.Failure(failed.Diagnostics)
            : Result<IReadOnlyList<ShippedGeneration>>.Success([.. read.Select(generation => generation.Value).OrderBy(generation => generation.Number)]);
    }

    // The chain over what was fetched must lead to what the wanted manifest says of itself.
    private Diagnostic? RevisionMismatch(IEnumerable<HistoryEntry> history, IReadOnlyList<ShippedGeneration> generations, ArtifactHead wanted)
    {
        var revisions = RevisionChain.Of(history.Concat(generations.SelectMany(generation => generation.Before.Append(generation.Entry))));
        return revisions.GetValueOrDefault(wanted.Number) == wanted.Revision
            ? null
            : ShipDiagnostics.BrokenChain(repository.Name, wanted.Number);
    }

    private async Task<Result<OciManifest?>> PackagesAsync(ArtifactHead wanted, CancellationToken cancellation)
    {
        var tag = GenerationArtifact.PackagesTagOf(wanted.Number);
        if (!(await repository.TryFetchManifestAsync(tag, cancellation)).TryGet(out var content, out var problems))
            return Result<OciManifest?>.Failure(problems);
        if (content is null)
            return Result<OciManifest?>.Success(null);
        if (!content.ReadManifest($"{repository.Name}:{tag}").TryGet(out var manifest, out problems))
            return Result<OciManifest?>.Failure(problems);
        // Of another push: its generation has been replaced since.
        return Result<OciManifest?>.Success(manifest.Subject?.Digest == wanted.Descriptor.Digest ? manifest : null);
    }

    private static IReadOnlyList<PulledFile> ModelsOf(OciManifest? packages) =>
        [.. (packages?.Layers ?? []).Where(layer => layer.MediaType == GenerationArtifact.ModelMediaType && layer.Annotation(Annotations.Title) is not null)
            .Select(layer => new PulledFile(layer.Annotation(Annotations.Title)!, layer))];
}
