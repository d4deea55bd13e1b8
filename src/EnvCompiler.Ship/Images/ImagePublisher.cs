using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Images;

/// <summary>
/// Brings the images of a generation to a repository: each under its tag, then an index under the generation's number, whose entries say their target. Blobs that the repository has are not sent, and
/// the index keeps the images of the generation's other targets that it has. Two runs at the same time may not see each other's; the next one adds what is missing.
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
        var number = GenerationArtifact.TagOf(images[0].Generation);
        if (!(await repository.TryFetchManifestAsync(number, cancellation)).TryGet(out var present, out var problems))
            return Result<PublishedImages>.Failure(problems);
        if (present is not null && !MediaTypes.IsIndex(present.MediaType))
            return ShipDiagnostics.GenerationUnderTag(repository.Name, number);
        if (!Others(present, number, images).TryGet(out var entries, out problems))
            return Result<PublishedImages>.Failure(problems);

        foreach (var image in images)
        {
            if (await PushBlobsAsync([image.ConfigBlob, .. image.LayerBlobs], cancellation) is { } problem)
                return problem;
            if (!(await repository.PushManifestAsync(image.Manifest, image.Tag, cancellation)).TryGet(out var manifest, out problems))
                return Result<PublishedImages>.Failure(problems);
            if (await PushSbomAsync(image, manifest, cancellation) is { } failed)
                return failed;
            entries.Add(manifest with
            {
                Platform = new Platform(image.Target.DebianArchitecture, "linux"),
                Annotations = new(StringComparer.Ordinal) { [TargetKey] = image.Target.ToString() },
            });
        }

        var index = ManifestContent.Of(new OciIndex
        {
            Manifests = [.. entries.OrderBy(entry => entry.Annotation(TargetKey), StringComparer.Ordinal)],
            Annotations = new(StringComparer.Ordinal) { [RevisionKey] = images[0].Revision },
        });
        return (await repository.PushManifestAsync(index, number, cancellation)).TryGet(out var descriptor, out problems)
            ? new PublishedImages(descriptor.Digest.ToString(), blobs, bytes)
            : Result<PublishedImages>.Failure(problems);
    }

    /// <summary>Publishes one image under a name of its own, without an index.</summary>
    public async Task<Result<Descriptor>> PublishAloneAsync(BuiltImage image, string tag, CancellationToken cancellation) =>
        await PushBlobsAsync([image.ConfigBlob, .. image.LayerBlobs], cancellation) is { } problem
            ? problem
            : await repository.PushManifestAsync(image.Manifest, tag, cancellation);

    private Result<List<Descriptor>> Others(ManifestContent? present, string number, IReadOnlyList<BuiltImage> images)
    {
        if (present is null)
            return new List<Descriptor>();
        if (!present.ReadIndex($"{repository.Name}:{number}").TryGet(out var index, out var problems))
            return Result<List<Descriptor>>.Failure(problems);
        return index.Annotations?.GetValueOrDefault(RevisionKey) == images[0].Revision
            ? index.Manifests.Where(entry => entry.Annotation(TargetKey) is { } target && !images.Any(image => image.Target.ToString() == target)).ToList()
            : [];
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
