using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Images;

/// <summary>Finds in a repository the image of a generation's target that <see cref="ImagePublisher"/>, or somebody else, has brought there, and no other.</summary>
/// <param name="repository">The repository.</param>
/// <param name="generation">The generation.</param>
/// <param name="revision">Its digest: SHA-256 in hexadecimal.</param>
public sealed class ImageFinder(IRepository repository, int generation, string revision)
{
    /// <summary>The image of a target.</summary>
    /// <param name="tag">Of an image, or of an index whose entries say their target; null for the generation's number.</param>
    /// <param name="target">The target.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The image's digest; ENVC1061 where there is none, ENVC1062 where what is there is of another generation, ENVC1063 of another target, ENVC1064 where it is none of envc.</returns>
    public async Task<Result<Digest>> FindAsync(string? tag, Target target, CancellationToken cancellation)
    {
        var name = tag ?? GenerationArtifact.TagOf(generation);
        if (!(await repository.TryFetchManifestAsync(name, cancellation)).TryGet(out var found, out var problems))
            return Result<Digest>.Failure(problems);
        if (found is null)
            return ShipDiagnostics.NoImage(repository.Name, name, target);
        if (!MediaTypes.IsIndex(found.MediaType))
            return tag is null ? ShipDiagnostics.NoImage(repository.Name, name, target) : await CheckAsync(found, name, target, cancellation);
        if (!found.ReadIndex($"{repository.Name}:{name}").TryGet(out var index, out problems))
            return Result<Digest>.Failure(problems);
        if (index.Annotations?.GetValueOrDefault(ImagePublisher.RevisionKey) is { } other && other != revision)
            return ShipDiagnostics.OtherGeneration(repository.Name, name);
        return index.Manifests.FirstOrDefault(entry => entry.Annotation(ImagePublisher.TargetKey) == target.ToString()) is { } image
            ? image.Digest
            : ShipDiagnostics.NoImage(repository.Name, name, target);
    }

    // A tag may have moved on, or be a slip: pods would run one generation with the settings of another.
    private async Task<Result<Digest>> CheckAsync(ManifestContent image, string tag, Target target, CancellationToken cancellation)
    {
        if (!(await new TaggedImages(repository).ReadLabelsAsync(image, tag, cancellation)).TryGet(out var labels, out var problems))
            return Result<Digest>.Failure(problems);
        return labels switch
        {
            null => ShipDiagnostics.NoImageOfEnvc(repository.Name, tag),
            var (of, _) when of != revision => ShipDiagnostics.OtherGeneration(repository.Name, tag),
            var (_, other) when other != target.ToString() => ShipDiagnostics.OtherTarget(repository.Name, tag, other, target),
            _ => image.Descriptor.Digest,
        };
    }
}
