using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship.Pushing;

/// <summary>
/// Brings the generations of an environment to a repository: what it lacks in ascending order, each under its number, then <c>latest</c>. A push that is
/// broken off leaves whole generations, and the next one goes on.
/// </summary>
/// <param name="repository">The repository.</param>
public sealed class GenerationPusher(IRepository repository)
{
    /// <summary>Blobs that are sent at once.</summary>
    private const int Connections = 4;

    private readonly ConcurrentDictionary<Digest, bool> present = new();
    private int blobs;
    private long bytes;
    private readonly List<int> signed = [];

    /// <summary>Pushes.</summary>
    /// <returns>What was done; ENVC1032 where the repository has gone on otherwise, ENVC1033 where it is ahead, or another failure.</returns>
    public async Task<Result<PushReport>> PushAsync(PushRequest request, CancellationToken cancellation)
    {
        if (!(await Comparison.MakeAsync(repository, request.History, cancellation)).TryGet(out var comparison, out var problems))
            return Result<PushReport>.Failure(problems);
        if (!request.Force && comparison.RemoteOnly.Count > 0)
        {
            return comparison.HasDiverged
                ? await DivergenceReport.MakeAsync(repository, comparison, request.History, cancellation)
                : ShipDiagnostics.Behind(repository.Name, comparison.RemoteOnly);
        }

        var warnings = new List<Diagnostic>();
        if (request.Key is { } key)
        {
            if (!(await new PresentSigner(repository, request, key).SignAsync(comparison.Shared, cancellation)).TryGet(out var signedThere, out problems))
                return Result<PushReport>.Failure(problems);
            signed.AddRange(signedThere);
            warnings.AddRange(problems);
        }

        if (!(await PushGenerationsAsync(comparison.LocalOnly, request, cancellation)).TryGet(out var pushed, out problems))
            return Result<PushReport>.Failure(problems);
        if (!(await TagLiveAsync(request, cancellation)).TryGet(out var live, out problems))
            return Result<PushReport>.Failure(problems);
        if (request.Files is { } files && await PushFilesAsync(files, request, live, cancellation) is { } problem)
            return problem;
        warnings.AddRange(await DropAsync(comparison.RemoteOnly.Except(comparison.LocalOnly), cancellation));
        return Result<PushReport>.Success(new PushReport(pushed, signed, blobs, bytes, live.Digest.ToString()), warnings);
    }

    private async Task<Result<IReadOnlyList<int>>> PushGenerationsAsync(IReadOnlyList<int> numbers, PushRequest request, CancellationToken cancellation)
    {
        var entries = RevisionChain.Builds(request.History).ToDictionary(entry => entry.Generation);
        var pushed = new List<int>();
        var gone = new List<HistoryEntry>();
        foreach (var number in numbers)
        {
            if (!request.Read(number).TryGet(out var generation, out var problems))
                return Result<IReadOnlyList<int>>.Failure(problems);
            if (generation is null)
            {
                gone.Add(entries[number]);
                continue;
            }

            var artifact = ArtifactOf(generation with { Before = [.. gone] }, request);
            // Before its tag: whoever asks for a signature never sees it without.
            if (request.Key is { } key)
            {
                if (!(await new Signatures(repository).SignAsync(artifact.Manifest.Descriptor, key, cancellation)).TryGet(out _, out problems))
                    return Result<IReadOnlyList<int>>.Failure(problems);
                signed.Add(number);
            }

            if (await PushAsync(artifact, GenerationArtifact.TagOf(number), cancellation) is { } failure)
                return failure;
            pushed.Add(number);
            gone.Clear();
        }

        return pushed;
    }

    private static ArtifactWriter ArtifactOf(ShippedGeneration generation, PushRequest request)
    {
        var revisions = RevisionChain.Of(request.History);
        var parent = revisions.Keys.Where(number => number < generation.Number).Select(number => revisions[number]).LastOrDefault();
        return ArtifactWriter.Of(generation, revisions[generation.Number], parent);
    }

    private async Task<Diagnostic?> PushAsync(ArtifactWriter artifact, string tag, CancellationToken cancellation)
    {
        var problems = new ConcurrentBag<Diagnostic>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(artifact.Blobs.Where(blob => !present.ContainsKey(blob.Descriptor.Digest)).DistinctBy(blob => blob.Descriptor.Digest), options, async (blob, token) =>
        {
            if (!problems.IsEmpty)
                return;
            if (!(await repository.PushBlobAsync(blob, token)).TryGet(out var wasSent, out var failed))
            {
                problems.Add(failed[0]);
                return;
            }

            present[blob.Descriptor.Digest] = true;
            if (wasSent)
            {
                Interlocked.Increment(ref blobs);
                Interlocked.Add(ref bytes, blob.Descriptor.Size);
            }
        });
        if (problems.TryPeek(out var problem))
            return problem;
        return (await repository.PushManifestAsync(artifact.Manifest, tag, cancellation)).TryGet(out _, out var refused) ? null : refused[0];
    }

    // The manifest is taken from the repository, so that both tags name the same bytes whatever this machine would write now.
    private async Task<Result<Descriptor>> TagLiveAsync(PushRequest request, CancellationToken cancellation)
    {
        var number = GenerationArtifact.TagOf(request.Live);
        if (!(await repository.TryFetchManifestAsync(number, cancellation)).TryGet(out var live, out var problems)
            || !(await repository.TryFetchManifestAsync(GenerationArtifact.Latest, cancellation)).TryGet(out var latest, out problems))
            return Result<Descriptor>.Failure(problems);
        if (live is null)
            return ShipDiagnostics.NoGeneration($"{repository.Name}:{number}");
        return latest?.Descriptor.Digest == live.Descriptor.Digest
            ? live.Descriptor
            : await repository.PushManifestAsync(live, GenerationArtifact.Latest, cancellation);
    }

    private async Task<Diagnostic?> PushFilesAsync(IReadOnlyList<PushedFile> files, PushRequest request, Descriptor live, CancellationToken cancellation)
    {
        var tag = GenerationArtifact.PackagesTagOf(request.Live);
        var layers = files.DistinctBy(file => (file.Sha256, file.Title)).Select(file => BlobContent.OfFile(DescriptorOf(file), file.Path) with { Progress = request.Progress });
        var artifact = ArtifactWriter.Of(
            GenerationArtifact.PackagesType,
            [.. layers],
            live,
            new(StringComparer.Ordinal) { [GenerationArtifact.NumberKey] = GenerationArtifact.TagOf(request.Live) });
        if (!(await repository.TryFetchManifestAsync(tag, cancellation)).TryGet(out var there, out var problems))
            return problems[0];
        if (there?.Descriptor.Digest == artifact.Manifest.Descriptor.Digest)
            return null;
        return await request.Fetch(cancellation) is [var missing, ..] ? missing : await PushAsync(artifact, tag, cancellation);
    }

    private static Descriptor DescriptorOf(PushedFile file) => new()
    {
        MediaType = file.IsModel ? GenerationArtifact.ModelMediaType : GenerationArtifact.PackageMediaType,
        Digest = Digest.OfSha256(file.Sha256),
        Size = file.Size,
        Annotations = new(StringComparer.Ordinal) { [Annotations.Title] = file.Title },
    };

    // Of a forced push: what was there beyond it would be taken for newer generations.
    private async Task<IReadOnlyList<Diagnostic>> DropAsync(IEnumerable<int> numbers, CancellationToken cancellation)
    {
        var left = new List<int>();
        foreach (var number in numbers)
        {
            var found = await repository.TryFetchManifestAsync(GenerationArtifact.TagOf(number), cancellation);
            if (!found.TryGet(out var manifest) || manifest is null || !(await repository.DeleteManifestAsync(manifest.Descriptor.Digest, cancellation)).TryGet(out var isGone) || !isGone)
                left.Add(number);
        }

        return left.Count == 0 ? [] : [ShipDiagnostics.CannotDrop(repository.Name, left)];
    }
}
