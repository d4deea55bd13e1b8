using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// Layers as blobs, made once: <c>layers/KEY/{layer.json,blob}</c>, where the key is a function of the entries, their contents, and the compressor with its version and level. Each appears by a
/// rename when all are on disk.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="time">Clock of waits.</param>
public sealed class LayerStore(StoreLayout store, IFileOperations files, TimeProvider time)
{
    private const string Record = "layer.json";
    private const string Blob = "blob";

    /// <summary>Makes the layers that are not there.</summary>
    /// <param name="contents">What they hold, complete with all directories.</param>
    /// <param name="compressor">Compresses those that are not to stay as they are.</param>
    /// <param name="cancellation">Ends it; what is complete stays.</param>
    /// <returns>The key of each, in the same order, and how many had to be made.</returns>
    public Task<Result<(IReadOnlyList<string> Keys, int Made)>> EnsureAsync(IReadOnlyList<LayerContent> contents, LayerCompressor compressor, CancellationToken cancellation) =>
        StoreAccess.TryAsync<(IReadOnlyList<string>, int)>(store, async () =>
        {
            var keys = new string[contents.Count];
            Parallel.For(0, keys.Length, i => keys[i] = KeyOf(contents[i], compressor));
            var missing = keys.Zip(contents).DistinctBy(layer => layer.First).Where(layer => TryOpen(layer.First) is null).ToArray();
            // A file that has changed is in no layer that was made, so the packages of all others are whole.
            if (new SourceCheck(store).Problems([.. missing.SelectMany(layer => layer.Second.Packages)], cancellation) is { Count: > 0 } damaged)
                return Result<(IReadOnlyList<string>, int)>.Failure(damaged);
            if (missing.Length > 0)
                await MakeAsync(missing, compressor, cancellation);
            return (keys, missing.Length);
        });

    /// <summary>A layer that is there, or null: one that cannot be read or is cut off is made anew. What its blob has, whoever copies it hashes.</summary>
    public StoredLayer? TryOpen(string key)
    {
        var place = Path.Combine(store.Layer(key), Record);
        if (!File.Exists(place))
            return null;
        try
        {
            var layer = JsonSerializer.Deserialize(File.ReadAllBytes(place), StoreJson.Default.StoredLayer);
            return layer is not null && new FileInfo(PathOf(key)) is { Exists: true } blob && blob.Length == layer.Size ? layer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a layer's blob is what its record says.</summary>
    /// <param name="directory">Absolute path of the layer's directory.</param>
    internal static bool IsWhole(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(directory, Record)), StoreJson.Default.StoredLayer) is { } layer
                && ArtifactVerifier.Matches(Path.Combine(directory, Blob), layer.Size, layer.Sha256);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Absolute path of a layer's blob.</summary>
    public string PathOf(string key) => Path.Combine(store.Layer(key), Blob);

    private async Task MakeAsync((string Key, LayerContent Content)[] missing, LayerCompressor compressor, CancellationToken cancellation)
    {
        await using var workspace = await StoreWorkspace.OpenAsync(store, files, time, cancellation);
        // Largest first, so that none of them is alone at the end.
        var ordered = missing.OrderByDescending(layer => layer.Content.Entries.Sum(SizeOf));
        Parallel.ForEach(
            Partitioner.Create(ordered, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = cancellation }, layer => Write(layer.Content, compressor, workspace.Path(layer.Key)));
        new FileWriter(files).EnsureDirectory(store.Layers);
        files.SyncFileSystem(store.Root);
        foreach (var (key, _) in missing)
        {
            // It is there and damaged.
            if (Directory.Exists(store.Layer(key)))
                files.Rename(store.Layer(key), workspace.Path($"bad-{key}"));
            ObjectStore.PublishDirectory(files, workspace.Path(key), store.Layer(key));
        }

        files.SyncDirectory(store.Layers);
    }

    private void Write(LayerContent content, LayerCompressor compressor, string directory)
    {
        files.CreateDirectory(directory, StoreModes.Directory);
        StoreModes.Enforce(files, directory, StoreModes.Directory);
        StoredLayer record;
        using (var file = files.CreateNew(Path.Combine(directory, Blob), StoreModes.Plain))
        {
            using var written = new WritableFileStream(file);
            using var blob = new HashingStream(written);
            var compressed = content.IsUncompressed ? blob : compressor.Open(blob);
            using var archive = new HashingStream(compressed);
            new LayerTar(archive).Write(content.Entries);
            // Only then is the end of the compressed stream written.
            if (!content.IsUncompressed)
                compressed.Dispose();
            record = new StoredLayer
            {
                Sha256 = blob.Finish(),
                DiffId = archive.Finish(),
                Size = blob.Position,
                UnpackedSize = archive.Position,
                Compression = content.IsUncompressed ? LayerCompression.None : compressor.Form,
            };
        }

        using var described = files.CreateNew(Path.Combine(directory, Record), StoreModes.Plain);
        described.Write(JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.StoredLayer));
    }

    private static string KeyOf(LayerContent content, LayerCompressor compressor)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(content.IsUncompressed ? "envc-layer 1" : $"envc-layer 1, {compressor.Name}"));
        foreach (var entry in content.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            hash.AppendData(ContentKey.Of(entry));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long SizeOf(ImageEntry entry) => entry switch
    {
        ImageEntry.File file => file.Size,
        ImageEntry.Made made => made.Content.Length,
        _ => 0,
    };
}
