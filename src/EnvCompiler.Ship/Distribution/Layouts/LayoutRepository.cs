using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Ship.Distribution.Layouts;

/// <summary>
/// A layout directory (image-spec, image-layout.md): <c>oci-layout</c>, <c>index.json</c>, <c>blobs/ALGORITHM/HEX</c>. A blob appears whole by a rename, and
/// only <c>index.json</c>, which is replaced last, makes a manifest known. Writers exclude each other by a lock beside it.
/// </summary>
/// <param name="name">Which directory; it is made at the first write.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="time">Clock of waits for the lock.</param>
public sealed class LayoutRepository(RepositoryName name, IFileOperations files, TimeProvider time) : IRepository
{
    private const int BufferSize = 256 * 1024;

    private readonly FileWriter writer = new(files);

    /// <inheritdoc/>
    public RepositoryName Name => name;

    private string MarkerPath => Path.Combine(name.Path, "oci-layout");

    private string LockPath => Path.Combine(name.Path, ".envc.lock");

    private string IndexPath => Path.Combine(name.Path, "index.json");

    /// <inheritdoc/>
    public Task<Result<bool>> HasBlobAsync(Descriptor blob, CancellationToken cancellation) => Task.FromResult<Result<bool>>(Has(blob));

    /// <inheritdoc/>
    public async Task<Result<bool>> PushBlobAsync(BlobContent blob, CancellationToken cancellation)
    {
        if (Has(blob.Descriptor))
            return false;
        await PrepareAsync(cancellation);
        var place = PlaceOf(blob.Descriptor.Digest);
        var temporary = FileWriter.TemporaryFor(place);
        try
        {
            await using var content = blob.Open();
            if (await CopyAsync(content, temporary, blob, cancellation) is { } difference)
                return ShipDiagnostics.CannotReadBlob(blob.Descriptor, difference);
            files.Rename(temporary, place);
        }
        catch (FileNotFoundException) when (Has(blob.Descriptor))
        {
            // Another push of it was first, and has swept.
        }
        finally
        {
            files.Unlink(temporary);
        }

        files.SyncDirectory(Path.GetDirectoryName(place)!);
        writer.SweepTemporaries(place);
        return true;
    }

    /// <inheritdoc/>
    public async Task<Result<T>> FetchBlobAsync<T>(Descriptor blob, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var place = PlaceOf(blob.Digest);
        if (!File.Exists(place))
            return ShipDiagnostics.MissingBlob(name, blob.Digest);
        await using var file = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        await using var stream = new HashedStream(file, blob);
        try
        {
            var value = await read(stream, cancellation);
            return stream.Finish() is { } difference ? ShipDiagnostics.NotAsPromised($"the blob {blob.Digest} of {name}", difference) : value;
        }
        catch (InvalidDataException) when (stream.Finish() is { } difference)
        {
            return ShipDiagnostics.NotAsPromised($"the blob {blob.Digest} of {name}", difference);
        }
    }

    /// <inheritdoc/>
    public Task<Result<ManifestContent?>> TryFetchManifestAsync(string reference, CancellationToken cancellation) =>
        Task.FromResult(TryFetchManifest(reference));

    /// <inheritdoc/>
    public async Task<Result<Descriptor>> PushManifestAsync(ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        var pushed = await PushBlobAsync(new BlobContent(manifest.Descriptor, () => new MemoryStream(manifest.Content, writable: false)), cancellation);
        if (!pushed.TryGet(out _, out var problems))
            return Result<Descriptor>.Failure(problems);
        using var held = await LockAsync(cancellation);
        if (!ReadIndex().TryGet(out var index, out problems))
            return Result<Descriptor>.Failure(problems);
        WriteIndex(LayoutIndex.With(index, manifest, tag, name));
        return manifest.Descriptor;
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>>> ListTagsAsync(CancellationToken cancellation) =>
        Task.FromResult(ReadIndex().TryGet(out var index, out var problems)
            ? Result<IReadOnlyList<string>>.Success(LayoutIndex.Tags(index))
            : Result<IReadOnlyList<string>>.Failure(problems));

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<Descriptor>>> ListReferrersAsync(Digest subject, string? artifactType, CancellationToken cancellation)
    {
        if (!ReadIndex().TryGet(out var index, out var problems))
            return Task.FromResult(Result<IReadOnlyList<Descriptor>>.Failure(problems));
        var found = new List<Descriptor>();
        foreach (var entry in index.Manifests.Where(each => !MediaTypes.IsIndex(each.MediaType)))
        {
            if (!TryFetchManifest(entry.Digest.ToString()).TryGet(out var content, out problems))
                return Task.FromResult(Result<IReadOnlyList<Descriptor>>.Failure(problems));
            if (content is not null && content.ReadManifest($"{name}@{entry.Digest}").TryGet(out var manifest) && manifest.Subject?.Digest == subject)
                found.Add(Referrers.Entry(content, manifest));
        }

        return Task.FromResult(Result<IReadOnlyList<Descriptor>>.Success(Referrers.OfKind(found, artifactType)));
    }

    /// <inheritdoc/>
    public async Task<Result<bool>> DeleteManifestAsync(Digest digest, CancellationToken cancellation)
    {
        if (!File.Exists(IndexPath))
            return false;
        using var held = await LockAsync(cancellation);
        if (!ReadIndex().TryGet(out var index, out var problems))
            return Result<bool>.Failure(problems);
        var isKnown = index.Manifests.Any(each => each.Digest == digest);
        WriteIndex(index with { Manifests = [.. index.Manifests.Where(each => each.Digest != digest)] });
        // The index does not name it any more, so a crash in between leaves only bytes.
        files.Unlink(PlaceOf(digest));
        return isKnown;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is kept open.
    }

    private Result<ManifestContent?> TryFetchManifest(string reference)
    {
        if (!ReadIndex().TryGet(out var index, out var problems))
            return Result<ManifestContent?>.Failure(problems);
        var isDigest = Digest.TryParse(reference, out var digest);
        var entry = LayoutIndex.Find(index, reference);
        if (!isDigest && entry is null)
            return Result<ManifestContent?>.Success(null);
        var place = PlaceOf(entry?.Digest ?? digest);
        if (!File.Exists(place))
            return isDigest ? Result<ManifestContent?>.Success(null) : ShipDiagnostics.MissingBlob(name, entry!.Digest);
        if (new FileInfo(place).Length > ManifestContent.LargestSize)
            return ShipDiagnostics.InvalidManifest($"{name}@{reference}", $"it has more than {ManifestContent.LargestSize} bytes");
        var content = File.ReadAllBytes(place);
        if (!(entry?.Digest ?? digest).IsOf(content))
            return ShipDiagnostics.NotAsPromised($"the manifest {name}@{reference}", $"its digest is {Digest.Of(content)}");
        return Result<ManifestContent?>.Success(new ManifestContent(entry?.MediaType ?? OwnType(content), content));
    }

    // A manifest that only another one names says itself what it is.
    private static string OwnType(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, OciJson.Default.TypedContent)?.MediaType ?? MediaTypes.Manifest;
        }
        catch (JsonException)
        {
            return MediaTypes.Manifest;
        }
    }

    private bool Has(Descriptor blob) => new FileInfo(PlaceOf(blob.Digest)) is { Exists: true } file && file.Length == blob.Size;

    private string PlaceOf(Digest digest) => Path.Combine(name.Path, "blobs", digest.Algorithm, digest.Hex);

    // The marker comes first: a directory with other files and without it is somebody else's. The names of the directories are on disk before the index, which relies on
    // what is in them.
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        writer.EnsureSyncedDirectory(name.Path);
        if (!File.Exists(MarkerPath))
        {
            using var held = await LockAsync(cancellation);
            writer.SweepTemporaries(MarkerPath);
            writer.ReplaceIfChanged(MarkerPath, JsonSerializer.Serialize(new LayoutFile(), OciJson.Readable.LayoutFile));
        }

        foreach (var algorithm in (string[])["sha256", "sha512"])
            writer.EnsureSyncedDirectory(Path.Combine(name.Path, "blobs", algorithm));
    }

    private bool IsForeign(string path) => path != LockPath && !path.StartsWith(MarkerPath, StringComparison.Ordinal);

    private Task<FileLock> LockAsync(CancellationToken cancellation) =>
        FileLock.AcquireAsync(LockPath, onWait: null, time, cancellation);

    private Result<OciIndex> ReadIndex()
    {
        if (!File.Exists(IndexPath))
        {
            return Directory.Exists(name.Path) && !File.Exists(MarkerPath) && Directory.EnumerateFileSystemEntries(name.Path).Any(IsForeign)
                ? ShipDiagnostics.NoLayout(name.Path)
                : new OciIndex { Manifests = [] };
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(IndexPath), OciJson.Default.OciIndex)!;
        }
        catch (JsonException e)
        {
            return ShipDiagnostics.InvalidManifest(IndexPath, JsonText.Reason(e));
        }
    }

    // Under the lock.
    private void WriteIndex(OciIndex index)
    {
        writer.SweepTemporaries(IndexPath);
        writer.Replace(IndexPath, JsonSerializer.SerializeToUtf8Bytes(index, OciJson.Readable.OciIndex));
    }

    // Null when the copy has the digest and is on disk.
    private async Task<string?> CopyAsync(Stream content, string temporary, BlobContent blob, CancellationToken cancellation)
    {
        await using var hashed = new HashedStream(content, blob.Descriptor);
        using var file = files.CreateNew(temporary, FileWriter.Readable);
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        for (int count; (count = hashed.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Write(buffer.AsSpan(0, count));
            blob.Progress?.Report(count);
        }

        if (hashed.Finish() is { } difference)
            return difference;
        file.Sync();
        return null;
    }
}
