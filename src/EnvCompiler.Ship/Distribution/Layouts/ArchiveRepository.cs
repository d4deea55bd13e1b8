using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Ship.Distribution.Layouts;

/// <summary>
/// A layout as one file (image-spec, image-layout.md), which <c>podman load</c>, <c>docker load</c> and <c>skopeo copy oci-archive:</c> read. It remembers what is pushed and copies nothing until it is written: images are
/// as large as their models.
/// </summary>
/// <param name="name">How messages name it.</param>
/// <param name="engineName">What a container engine is to call its images, before the tag: lower-case letters, digits and single dashes, with or without a registry before a slash.</param>
public sealed class ArchiveRepository(RepositoryName name, string engineName) : IRepository
{
    // What Docker means by a name without a registry.
    private const string EngineRegistry = "docker.io/library/";

    private const int BufferSize = 256 * 1024;

    private readonly ConcurrentDictionary<Digest, BlobContent> blobs = new();
    private readonly Lock exclusive = new();
    private OciIndex index = new() { Manifests = [] };

    /// <inheritdoc/>
    public RepositoryName Name => name;

    /// <summary>Writes it, the same bytes for the same content.</summary>
    /// <param name="output">Where to; it is closed.</param>
    /// <param name="cancellation">Ends it between two blobs.</param>
    /// <returns>What is wrong with a blob, after a part of the archive was written; else null.</returns>
    public Diagnostic? Write(Stream output, CancellationToken cancellation)
    {
        using var buffered = new BufferedStream(output, BufferSize);
        var archive = new LayerTar(buffered);
        archive.Write(new ImageEntry.Directory("blobs"));
        foreach (var algorithm in blobs.Keys.Select(digest => digest.Algorithm).Distinct().Order(StringComparer.Ordinal))
        {
            archive.Write(new ImageEntry.Directory($"blobs/{algorithm}"));
            foreach (var blob in blobs.Values.Where(blob => blob.Descriptor.Digest.Algorithm == algorithm).OrderBy(blob => blob.Descriptor.Digest.Hex, StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Write(archive, blob) is { } problem)
                    return problem;
            }
        }

        archive.Write(new ImageEntry.Made("index.json", JsonSerializer.SerializeToUtf8Bytes(Named(), OciJson.Readable.OciIndex), IsProgram: false));
        archive.Write(new ImageEntry.Made("manifest.json", JsonSerializer.SerializeToUtf8Bytes(EngineImages(), OciJson.Readable.ListEngineImage), IsProgram: false));
        archive.Write(new ImageEntry.Made("oci-layout", JsonSerializer.SerializeToUtf8Bytes(new LayoutFile(), OciJson.Readable.LayoutFile), IsProgram: false));
        archive.End();
        buffered.Flush();
        return null;
    }

    /// <inheritdoc/>
    public Task<Result<bool>> HasBlobAsync(Descriptor blob, CancellationToken cancellation) => Task.FromResult<Result<bool>>(blobs.ContainsKey(blob.Digest));

    /// <inheritdoc/>
    public Task<Result<bool>> PushBlobAsync(BlobContent blob, CancellationToken cancellation) => Task.FromResult<Result<bool>>(blobs.TryAdd(blob.Descriptor.Digest, blob));

    /// <inheritdoc/>
    public async Task<Result<T>> FetchBlobAsync<T>(Descriptor blob, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        if (!blobs.TryGetValue(blob.Digest, out var content))
            return ShipDiagnostics.MissingBlob(name, blob.Digest);
        await using var opened = content.Open();
        await using var stream = new HashedStream(opened, blob);
        var value = await read(stream, cancellation);
        return stream.Finish() is { } difference ? ShipDiagnostics.NotAsPromised($"the blob {blob.Digest} of {name}", difference) : value;
    }

    /// <inheritdoc/>
    public Task<Result<ManifestContent?>> TryFetchManifestAsync(string reference, CancellationToken cancellation)
    {
        lock (exclusive)
        {
            var found = LayoutIndex.Find(index, reference) is { } entry && blobs.TryGetValue(entry.Digest, out var blob) ? new ManifestContent(entry.MediaType, ReadAll(blob)) : null;
            return Task.FromResult(Result<ManifestContent?>.Success(found));
        }
    }

    /// <inheritdoc/>
    public Task<Result<Descriptor>> PushManifestAsync(ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        blobs.TryAdd(manifest.Descriptor.Digest, BlobContent.Of(manifest.MediaType, manifest.Content));
        lock (exclusive)
            index = LayoutIndex.With(index, manifest, tag, name);
        return Task.FromResult<Result<Descriptor>>(manifest.Descriptor);
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>>> ListTagsAsync(CancellationToken cancellation)
    {
        lock (exclusive)
            return Task.FromResult(Result<IReadOnlyList<string>>.Success(LayoutIndex.Tags(index)));
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<Descriptor>>> ListReferrersAsync(Digest subject, string? artifactType, CancellationToken cancellation) =>
        throw new NotSupportedException("an archive is written, and not asked what refers to what");

    /// <inheritdoc/>
    public Task<Result<bool>> DeleteManifestAsync(Digest digest, CancellationToken cancellation) =>
        throw new NotSupportedException("nothing is taken out of an archive again");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is kept open.
    }

    private OciIndex Named() => index with { Manifests = [.. index.Manifests.Select(Named)] };

    private Descriptor Named(Descriptor entry) => LayoutIndex.TagOf(entry) is { } tag
        ? entry with { Annotations = new(entry.Annotations!, StringComparer.Ordinal) { [Annotations.EngineName] = $"{(engineName.Contains('/', StringComparison.Ordinal) ? "" : EngineRegistry)}{engineName}:{tag}" } }
        : entry;

    private List<EngineImage> EngineImages()
    {
        var images = new List<EngineImage>();
        foreach (var entry in index.Manifests.Where(entry => !MediaTypes.IsIndex(entry.MediaType)))
        {
            if (LayoutIndex.TagOf(entry) is { } tag
                && new ManifestContent(entry.MediaType, ReadAll(blobs[entry.Digest])).ReadManifest($"{name}:{tag}").TryGet(out var manifest)
                && manifest.KindOfArtifact() == MediaTypes.ImageConfig)
            {
                images.Add(new EngineImage { Config = PathOf(manifest.Config), RepositoryTags = [$"{engineName}:{tag}"], Layers = [.. manifest.Layers.Select(PathOf)] });
            }
        }

        return images;
    }

    private static string PathOf(Descriptor blob) => $"blobs/{blob.Digest.Algorithm}/{blob.Digest.Hex}";

    private static Diagnostic? Write(LayerTar archive, BlobContent blob)
    {
        using var content = blob.Open();
        using var hashed = new HashedStream(content, blob.Descriptor);
        try
        {
            archive.WriteFile(PathOf(blob.Descriptor), blob.Descriptor.Size, hashed);
        }
        catch (IOException) when (hashed.Finish() is not null)
        {
            // Told below, with what is wrong.
        }

        return hashed.Finish() is { } difference ? ShipDiagnostics.CannotReadBlob(blob.Descriptor, difference) : null;
    }

    private static byte[] ReadAll(BlobContent blob)
    {
        using var content = blob.Open();
        var bytes = new byte[blob.Descriptor.Size];
        content.ReadExactly(bytes);
        return bytes;
    }
}
