using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>A generation in a repository, as its manifest tells it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Descriptor">The manifest's own.</param>
/// <param name="Manifest">The manifest.</param>
internal sealed record ArtifactHead(int Number, string Revision, Descriptor Descriptor, OciManifest Manifest)
{
    /// <summary>Reads the manifest of a tag or digest.</summary>
    /// <returns>The head; ENVC1030 where there is no such manifest, ENVC1031 where it is of something else.</returns>
    internal static async Task<Result<ArtifactHead>> FetchAsync(IRepository repository, string reference, System.Threading.CancellationToken cancellation)
    {
        var name = $"{repository.Name}{(Digest.TryParse(reference, out _) ? '@' : ':')}{reference}";
        if (!(await repository.TryFetchManifestAsync(reference, cancellation)).TryGet(out var content, out var problems))
            return Result<ArtifactHead>.Failure(problems);
        if (content is null)
            return ShipDiagnostics.NoGeneration(name);
        if (MediaTypes.IsIndex(content.MediaType))
            return ShipDiagnostics.NotAGeneration(name, "it is an index");
        if (!content.ReadManifest(name).TryGet(out var manifest, out problems))
            return Result<ArtifactHead>.Failure(problems);
        if (manifest.ArtifactType != GenerationArtifact.Type)
            return ShipDiagnostics.NotAGeneration(name, $"it is `{manifest.KindOfArtifact()}`");
        return manifest.Annotations is { } notes
            && notes.TryGetValue(GenerationArtifact.NumberKey, out var text) && GenerationArtifact.NumberOf(text) is { } number
            && notes.TryGetValue(GenerationArtifact.RevisionKey, out var revision)
            && (GenerationArtifact.NumberOf(reference) ?? number) == number
                ? new ArtifactHead(number, revision, content.Descriptor, manifest)
                : ShipDiagnostics.NotAGeneration(name, "its annotations do not say which generation it is");
    }
}
