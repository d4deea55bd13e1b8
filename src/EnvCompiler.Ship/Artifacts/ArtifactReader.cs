using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>Reads generations out of a repository. Equal blobs of several are fetched once.</summary>
internal sealed class ArtifactReader(IRepository repository)
{
    // A lock of a thousand packages for six targets has half a megabyte.
    private const int LargestFile = 64 << 20;
    private const int LargestBlob = 16 << 20;

    private readonly ConcurrentDictionary<Digest, Task<Result<byte[]>>> fetched = new();

    /// <summary>Fetches what a generation consists of.</summary>
    internal async Task<Result<ShippedGeneration>> ReadAsync(ArtifactHead head, CancellationToken cancellation)
    {
        var name = $"{repository.Name}:{GenerationArtifact.TagOf(head.Number)}";
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var type in (string[])[GenerationArtifact.ManifestMediaType, GenerationArtifact.LockMediaType, GenerationArtifact.CommandsMediaType, GenerationArtifact.HistoryMediaType])
        {
            if (head.Manifest.Layers.Where(layer => layer.MediaType == type).ToArray() is not [var layer])
                return ShipDiagnostics.NotAGeneration(name, $"it has not one layer of `{type}`");
            if (!(await FetchAsync(name, layer, cancellation)).TryGet(out var content, out var problems))
                return Result<ShippedGeneration>.Failure(problems);
            if ((type.EndsWith("+gzip", StringComparison.Ordinal) ? Gzip.Expand(content, LargestFile) : content) is not { } expanded)
                return ShipDiagnostics.NotAGeneration(name, $"its `{type}` cannot be unpacked");
            parts.Add(type, expanded);
        }

        try
        {
            var lines = Encoding.UTF8.GetString(parts[GenerationArtifact.HistoryMediaType]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(HistoryLine.Read).ToArray();
            if (lines is not [.. var before, var entry] || entry.Generation != head.Number || head.Manifest.Annotations!.GetValueOrDefault(GenerationArtifact.DigestKey) != $"sha256:{entry.Digest}")
                return ShipDiagnostics.NotAGeneration(name, "its history is of another generation");
            return new ShippedGeneration
            {
                Entry = entry,
                Before = before,
                Manifest = parts[GenerationArtifact.ManifestMediaType],
                Lock = parts[GenerationArtifact.LockMediaType],
                Commands = JsonSerializer.Deserialize(parts[GenerationArtifact.CommandsMediaType], ShipJson.Default.BuiltCommands)!,
                EnvcVersion = head.Manifest.Annotations!.GetValueOrDefault(GenerationArtifact.VersionKey) ?? "",
            };
        }
        catch (JsonException e)
        {
            return ShipDiagnostics.NotAGeneration(name, e.Message);
        }
    }

    private Task<Result<byte[]>> FetchAsync(string name, Descriptor layer, CancellationToken cancellation) =>
        layer.Size > LargestBlob
            ? Task.FromResult<Result<byte[]>>(ShipDiagnostics.NotAGeneration(name, $"a layer of it has {layer.Size} bytes"))
            : fetched.GetOrAdd(layer.Digest, _ => repository.FetchBlobAsync(layer, ReadAllAsync, cancellation));

    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellation);
        return content.ToArray();
    }
}
