using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Images;

/// <summary>
/// Brings the images of a generation to a repository: each under its tag, then an index under the generation's number, whose entries say their target. Blobs that the repository has are not sent, and
/// the index keeps the images of the generation's other targets that it has, those too that somebody else brings at the same time.
/// </summary>
/// <param name="repository">The repository.</param>
public sealed class ImagePublisher(IRepository repository)
{
    /// <summary>Says in an index which target a manifest is for.</summary>
    public const string TargetKey = ImageLabels.Target;

    /// <summary>Says of which generation the images of an index are: its digest, because numbers are given twice.</summary>
    internal const string RevisionKey = GenerationArtifact.DigestKey;

    /// <summary>The type of an SPDX document as an artifact.</summary>
    public const string SbomType = "application/spdx+json";

    private const int Connections = 4;

    private int blobs;
    private long bytes;

    /// <summary>Publishes.</summary>
    /// <param name="images">Images of one generation, one a target.</param>
    /// <param name="cancellation">Ends it; what is complete there stays.</param>
    public async Task<Result<PublishedImages>> PublishAsync(IReadOnlyList<BuiltImage> images, CancellationToken cancellation)
    {
        // Before anything is sent, what stands in the way of the index.
        if (!(await ReadIndexAsync(images[0], cancellation)).TryGet(out _, out var problems))
            return Result<PublishedImages>.Failure(problems);
        var entries = new SortedDictionary<string, Descriptor>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (await PushBlobsAsync([image.ConfigBlob, .. image.LayerBlobs], cancellation) is { } problem)
                return problem;
            if (!(await repository.PushManifestAsync(image.Manifest, image.Tag, cancellation)).TryGet(out var manifest, out problems))
                return Result<PublishedImages>.Failure(problems);
            if (await PushSbomAsync(image, manifest, cancellation) is { } failed)
                return failed;
            entries[image.Target.ToString()] = EntryOf(manifest, image.Target);
        }

        return (await PushIndexAsync(images[0], entries, cancellation)).TryGet(out var descriptor, out problems)
            ? new PublishedImages(descriptor.Digest.ToString(), blobs, bytes)
            : Result<PublishedImages>.Failure(problems);
    }

    /// <summary>Publishes one image under a name of its own, without an index.</summary>
    public async Task<Result<Descriptor>> PublishAloneAsync(BuiltImage image, string tag, CancellationToken cancellation) =>
        await PushBlobsAsync([image.ConfigBlob, .. image.LayerBlobs], cancellation) is { } problem
            ? problem
            : await repository.PushManifestAsync(image.Manifest, tag, cancellation);

    // A registry has no way to replace an index only where it is still the one that was read. But every image has its tag before its index is written; so whoever writes one looks at the tags after that,
    // and writes it again where it lacks an image. The last to write has then seen the tags of all.
    private async Task<Result<Descriptor>> PushIndexAsync(BuiltImage image, SortedDictionary<string, Descriptor> own, CancellationToken cancellation)
    {
        var tagged = new SortedDictionary<string, Descriptor>(StringComparer.Ordinal);
        while (true)
        {
            if (!(await ReadIndexAsync(image, cancellation)).TryGet(out var entries, out var problems))
                return Result<Descriptor>.Failure(problems);
            foreach (var (target, entry) in tagged.Concat(own))
                entries[target] = entry;
            var index = ManifestContent.Of(new OciIndex { Manifests = [.. entries.Values], Annotations = new(StringComparer.Ordinal) { [RevisionKey] = image.Revision } });
            if (!(await repository.PushManifestAsync(index, GenerationArtifact.TagOf(image.Generation), cancellation)).TryGet(out var written, out problems))
                return Result<Descriptor>.Failure(problems);
            var known = entries.Values.Select(entry => entry.Digest).ToHashSet();
            if (!(await new TaggedImages(repository).ListAsync(image.Generation, image.Revision, known, cancellation)).TryGet(out var found, out problems))
                return Result<Descriptor>.Failure(problems);
            var missing = found.Where(each => !own.ContainsKey(each.Key.ToString())).ToList();
            if (missing.Count == 0)
                return written;
            foreach (var (target, descriptor) in missing)
                tagged[target.ToString()] = EntryOf(descriptor, target);
        }
    }

    private static Descriptor EntryOf(Descriptor image, Target target) => image with
    {
        Platform = new Platform(target.DebianArchitecture, "linux"),
        Annotations = new(StringComparer.Ordinal) { [TargetKey] = target.ToString() },
    };

    // By target; none where there is no index, or one of another generation of that number.
    private async Task<Result<SortedDictionary<string, Descriptor>>> ReadIndexAsync(BuiltImage image, CancellationToken cancellation)
    {
        var number = GenerationArtifact.TagOf(image.Generation);
        var entries = new SortedDictionary<string, Descriptor>(StringComparer.Ordinal);
        if (!(await repository.TryFetchManifestAsync(number, cancellation)).TryGet(out var present, out var problems))
            return Result<SortedDictionary<string, Descriptor>>.Failure(problems);
        if (present is null)
            return entries;
        if (!MediaTypes.IsIndex(present.MediaType))
            return ShipDiagnostics.GenerationUnderTag(repository.Name, number);
        if (!present.ReadIndex($"{repository.Name}:{number}").TryGet(out var index, out problems))
            return Result<SortedDictionary<string, Descriptor>>.Failure(problems);
        foreach (var entry in index.Annotations?.GetValueOrDefault(RevisionKey) == image.Revision ? index.Manifests : [])
        {
            if (entry.Annotation(TargetKey) is { } target)
                entries[target] = entry;
        }

        return entries;
    }

    private async Task<Diagnostic?> PushSbomAsync(BuiltImage image, Descriptor subject, CancellationToken cancellation)
    {
        if (image.Sbom is null)
            return null;
        var artifact = ArtifactWriter.Of(SbomType, [BlobContent.Of(SbomType, image.Sbom)], subject, []);
        if (await PushBlobsAsync(artifact.Blobs, cancellation) is { } problem)
            return problem;
        return (await repository.PushManifestAsync(artifact.Manifest, tag: null, cancellation)).TryGet(out _, out var problems) ? null : problems[0];
    }

    private async Task<Diagnostic?> PushBlobsAsync(IReadOnlyList<BlobContent> wanted, CancellationToken cancellation)
    {
        var problems = new ConcurrentBag<Diagnostic>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(wanted.DistinctBy(blob => blob.Descriptor.Digest), options, async (blob, token) =>
        {
            if (!problems.IsEmpty)
                return;
            if (!(await repository.PushBlobAsync(blob, token)).TryGet(out var wasSent, out var failed))
            {
                problems.Add(failed[0]);
            }
            else if (wasSent)
            {
                Interlocked.Increment(ref blobs);
                Interlocked.Add(ref bytes, blob.Descriptor.Size);
            }
        });
        return problems.TryPeek(out var problem) ? problem : null;
    }
}
