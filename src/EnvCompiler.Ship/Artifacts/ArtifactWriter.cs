using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>A generation as an artifact: blobs and the manifest that names them.</summary>
/// <param name="Blobs">What must be there before the manifest.</param>
/// <param name="Manifest">The manifest.</param>
internal sealed record ArtifactWriter(IReadOnlyList<BlobContent> Blobs, ManifestContent Manifest)
{
    /// <summary>The artifact of a generation.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="parent">The revision before it, or null.</param>
    internal static ArtifactWriter Of(ShippedGeneration generation, string revision, string? parent)
    {
        BlobContent[] layers =
        [
            Layer(GenerationArtifact.ManifestMediaType, "manifest.toml", generation.Manifest),
            Layer(GenerationArtifact.LockMediaType, "manifest.lock.gz", Gzip.Compress(generation.Lock)),
            Layer(GenerationArtifact.CommandsMediaType, "commands.json.gz", Gzip.Compress(JsonSerializer.SerializeToUtf8Bytes(generation.Commands, ShipJson.Readable.BuiltCommands))),
            Layer(GenerationArtifact.HistoryMediaType, "history.jsonl", Encoding.UTF8.GetBytes(string.Concat(generation.Before.Append(generation.Entry).Select(entry => HistoryLine.Write(entry) + "\n")))),
        ];
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Annotations.Created] = generation.Entry.Time,
            [GenerationArtifact.NumberKey] = GenerationArtifact.TagOf(generation.Number),
            [GenerationArtifact.DigestKey] = $"sha256:{generation.Entry.Digest}",
            [GenerationArtifact.VersionKey] = generation.EnvcVersion,
            [GenerationArtifact.RevisionKey] = revision,
        };
        if (parent is not null)
            annotations[GenerationArtifact.ParentKey] = parent;
        return Of(GenerationArtifact.Type, layers, subject: null, annotations);
    }

    /// <summary>Any artifact.</summary>
    internal static ArtifactWriter Of(string type, IReadOnlyList<BlobContent> layers, Descriptor? subject, SortedDictionary<string, string> annotations)
    {
        var config = ArtifactConfig.Of(annotations);
        return new ArtifactWriter(
            [config, .. layers],
            ManifestContent.Of(new OciManifest
            {
                ArtifactType = type,
                Config = config.Descriptor,
                Layers = [.. layers.Select(layer => layer.Descriptor)],
                Subject = subject,
                Annotations = annotations,
            }));
    }

    private static BlobContent Layer(string mediaType, string title, byte[] content)
    {
        var blob = BlobContent.Of(mediaType, content);
        return blob with { Descriptor = blob.Descriptor with { Annotations = new(StringComparer.Ordinal) { [Annotations.Title] = title } } };
    }
}
