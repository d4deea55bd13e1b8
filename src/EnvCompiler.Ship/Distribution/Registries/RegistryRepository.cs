using System.Globalization;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;
using EnvCompiler.Ship.Distribution.Authentication;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>A repository of a registry (distribution-spec 1.1).</summary>
public sealed class RegistryRepository : IRepository
{
    private const int LargestPage = 8 << 20;
    private const int MostPages = 10_000;

    private static readonly string[] s_manifestTypes = [MediaTypes.Manifest, MediaTypes.Index, MediaTypes.DockerManifest, MediaTypes.DockerIndex];

    private readonly RegistryConnection connection;
    private readonly FallbackReferrers fallback;

    /// <summary>A repository over a handler that stays the caller's.</summary>
    /// <param name="name">Which.</param>
    /// <param name="handler">Of <see cref="CreateHandler"/>; it keeps the connections.</param>
    /// <param name="credentials">Where credentials come from.</param>
    /// <param name="time">Clock of waits.</param>
    /// <param name="options">How the registry is talked to.</param>
    public RegistryRepository(RepositoryName name, HttpMessageHandler handler, ICredentialSource credentials, TimeProvider time, RegistryOptions options)
    {
        Name = name;
        connection = new RegistryConnection(name, handler, credentials, time, options);
        fallback = new FallbackReferrers(this);
    }

    /// <inheritdoc/>
    public RepositoryName Name { get; }

    /// <summary>The real network: connections are kept, no redirect is followed by itself.</summary>
    public static SocketsHttpHandler CreateHandler() => RegistryConnection.CreateHandler();

    /// <inheritdoc/>
    public Task<Result<bool>> HasBlobAsync(Descriptor blob, CancellationToken cancellation) => HasBlobAsync(blob, RegistryScope.Pull, cancellation);

    /// <inheritdoc/>
    public async Task<Result<bool>> PushBlobAsync(BlobContent blob, CancellationToken cancellation)
    {
        if (!(await HasBlobAsync(blob.Descriptor, RegistryScope.Push, cancellation)).TryGet(out var isThere, out var problems))
            return Result<bool>.Failure(problems);
        if (isThere)
            return false;
        var mountFrom = blob.MountFrom is { } other && other.Registry == Name.Registry && other.Path != Name.Path ? other.Path : null;
        var query = mountFrom is null ? "" : $"?mount={Uri.EscapeDataString(blob.Descriptor.Digest.ToString())}&from={Uri.EscapeDataString(mountFrom)}";
        var scope = RegistryScope.Push with { MountFrom = mountFrom };
        var opened = await connection.SendAsync(new RegistryRequest(HttpMethod.Post, connection.Address($"blobs/uploads/{query}"), scope), cancellation);
        if (!opened.TryGet(out var response, out problems))
            return Result<bool>.Failure(problems);
        using (response)
        {
            // distribution-spec, "Mounting a blob from another repository": 201 when it was, else an upload.
            if ((int)response.StatusCode == 201)
                return false;
            if ((int)response.StatusCode != 202)
                return ShipDiagnostics.Refused(connection.Base.Authority, (int)response.StatusCode, "it opens no upload");
            if (!connection.Follow(connection.Base, response.Headers.Location).TryGet(out var location, out problems))
                return Result<bool>.Failure(problems);
            return await new BlobUpload(connection, blob).SendAsync(location, LeastChunk(response), cancellation) is { } problem
                ? Result<bool>.Failure(problem)
                : true;
        }
    }

    /// <inheritdoc/>
    public async Task<Result<T>> FetchBlobAsync<T>(Descriptor blob, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new BlobStream(blob, connection, (from, token) => OpenBlobAsync(blob, from, token), cancellation);
            var value = await read(stream, cancellation);
            await stream.DrainAsync();
            return value;
        }
        catch (RegistryFailureException e)
        {
            return e.Problem;
        }
    }

    /// <inheritdoc/>
    public async Task<Result<ManifestContent?>> TryFetchManifestAsync(string reference, CancellationToken cancellation)
    {
        var name = $"{Name}@{reference}";
        var asked = await connection.SendAsync(
            new RegistryRequest(HttpMethod.Get, connection.Address($"manifests/{reference}"), RegistryScope.Pull) { Accept = s_manifestTypes }, cancellation);
        if (!asked.TryGet(out var response, out var problems))
            return Result<ManifestContent?>.Failure(problems);
        using (response)
        {
            if (!response.IsSuccessStatusCode)
                return Result<ManifestContent?>.Success(null);
            if (!(await ReadBodyAsync(response, ManifestContent.LargestSize, cancellation)).TryGet(out var body, out problems))
                return Result<ManifestContent?>.Failure(problems);
            var content = new ManifestContent(response.Content.Headers.ContentType?.MediaType ?? "", body);
            var expected = Digest.TryParse(reference, out var digest) ? digest : DigestOf(response);
            return expected is { } promised && !promised.IsOf(body)
                ? ShipDiagnostics.NotAsPromised($"the manifest {name}", $"its digest is {content.Descriptor.Digest} instead of {promised}")
                : Result<ManifestContent?>.Success(content);
        }
    }

    /// <inheritdoc/>
    public async Task<Result<Descriptor>> PushManifestAsync(ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        var sent = await connection.SendAsync(
            new RegistryRequest(HttpMethod.Put, connection.Address($"manifests/{tag ?? manifest.Descriptor.Digest.ToString()}"), RegistryScope.Push)
            {
                Body = () => new ByteArrayContent(manifest.Content) { Headers = { ContentType = new(manifest.MediaType) } },
            },
            cancellation);
        if (!sent.TryGet(out var response, out var problems))
            return Result<Descriptor>.Failure(problems);
        using (response)
        {
            if (!response.IsSuccessStatusCode)
                return ShipDiagnostics.Refused(connection.Base.Authority, (int)response.StatusCode, "it does not take the manifest");
            if (DigestOf(response) is { } stored && stored.Algorithm == manifest.Descriptor.Digest.Algorithm && stored != manifest.Descriptor.Digest)
                return ShipDiagnostics.NotAsPromised($"the manifest that {connection.Base.Authority} stored", $"its digest is {stored} instead of {manifest.Descriptor.Digest}");
            // distribution-spec, "Pushing Manifests with Subject": without this field the client lists the referrer itself.
            var isListed = response.Headers.Contains("OCI-Subject");
            var listing = isListed || MediaTypes.IsIndex(manifest.MediaType) ? null : await fallback.AddAsync(manifest, cancellation);
            return listing is null ? manifest.Descriptor : listing;
        }
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<string>>> ListTagsAsync(CancellationToken cancellation)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var paged = await ReadPagesAsync(
            connection.Address("tags/list?n=1000"), body => JsonSerializer.Deserialize(body, OciJson.Default.TagPage)?.Tags ?? [], tags.UnionWith, cancellation);
        return paged.TryGet(out _, out var problems) ? Result<IReadOnlyList<string>>.Success([.. tags]) : Result<IReadOnlyList<string>>.Failure(problems);
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<Descriptor>>> ListReferrersAsync(Digest subject, string? artifactType, CancellationToken cancellation)
    {
        var found = new List<Descriptor>();
        var filter = artifactType is null ? "" : $"?artifactType={Uri.EscapeDataString(artifactType)}";
        var paged = await ReadPagesAsync(
            connection.Address($"referrers/{subject}{filter}"), body => JsonSerializer.Deserialize(body, OciJson.Default.OciIndex)!.Manifests, found.AddRange, cancellation);
        if (!paged.TryGet(out var isSupported, out var problems))
            return Result<IReadOnlyList<Descriptor>>.Failure(problems);
        if (!isSupported)
        {
            if (!(await fallback.ListAsync(subject, cancellation)).TryGet(out var listed, out problems))
                return Result<IReadOnlyList<Descriptor>>.Failure(problems);
            found.AddRange(listed);
        }

        return Result<IReadOnlyList<Descriptor>>.Success(Referrers.OfKind(found, artifactType));
    }

    /// <inheritdoc/>
    public async Task<Result<bool>> DeleteManifestAsync(Digest digest, CancellationToken cancellation)
    {
        var sent = await connection.SendAsync(new RegistryRequest(HttpMethod.Delete, connection.Address($"manifests/{digest}"), RegistryScope.Delete), cancellation);
        if (!sent.TryGet(out var response, out var problems))
            return Result<bool>.Failure(problems);
        using (response)
            return response.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private async Task<Result<bool>> HasBlobAsync(Descriptor blob, RegistryScope scope, CancellationToken cancellation)
    {
        var asked = await connection.SendAsync(new RegistryRequest(HttpMethod.Head, BlobAddress(blob), scope), cancellation);
        if (!asked.TryGet(out var response, out var problems))
            return Result<bool>.Failure(problems);
        using (response)
            return response.IsSuccessStatusCode;
    }

    private Uri BlobAddress(Descriptor blob) => connection.Address($"blobs/{blob.Digest}");

    private async Task<Stream> OpenBlobAsync(Descriptor blob, long from, CancellationToken cancellation)
    {
        var asked = await connection.SendAsync(new RegistryRequest(HttpMethod.Get, BlobAddress(blob), RegistryScope.Pull) { From = from }, cancellation);
        if (!asked.TryGet(out var response, out var problems))
            throw new RegistryFailureException(problems[0]);
        var status = (int)response.StatusCode;
        if (status == 404)
            throw new RegistryFailureException(ShipDiagnostics.MissingBlob(Name, blob.Digest));
        var length = response.Content.Headers.ContentLength;
        var isRest = status == 206 && response.Content.Headers.ContentRange?.From == from;
        if (!isRest && status != 200)
            throw new RegistryFailureException(ShipDiagnostics.Refused(connection.Base.Authority, status, "it does not give the blob"));
        if (length is not null && length != blob.Size - (isRest ? from : 0))
            throw new RegistryFailureException(ShipDiagnostics.NotAsPromised($"the blob {blob.Digest} of {Name}", $"it is {length} bytes instead of {blob.Size}"));
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        return isRest ? body : await SkipAsync(body, from, cancellation);
    }

    // A registry without ranges sends all; what is at hand is passed over.
    private static async Task<Stream> SkipAsync(Stream body, long count, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellation);
            count = read > 0 ? count - read : 0;
        }

        return body;
    }

    // distribution-spec, "Listing Tags", "Listing Referrers": `Link: <…>; rel="next"`. False where the first page is not there.
    private async Task<Result<bool>> ReadPagesAsync<T>(Uri first, Func<byte[], IReadOnlyList<T>> parse, Action<IReadOnlyList<T>> take, CancellationToken cancellation)
    {
        var seen = new HashSet<Uri>();
        for (var next = first; next is not null;)
        {
            if (!seen.Add(next) || seen.Count > MostPages)
                return ShipDiagnostics.BadAnswer(connection.Base.Authority, "its pages lead in a circle");
            var asked = await connection.SendAsync(new RegistryRequest(HttpMethod.Get, next, RegistryScope.Pull) { Accept = [MediaTypes.Index, "application/json"] }, cancellation);
            if (!asked.TryGet(out var response, out var problems))
                return Result<bool>.Failure(problems);
            using (response)
            {
                if (!response.IsSuccessStatusCode)
                    return false;
                if (!(await ReadBodyAsync(response, LargestPage, cancellation)).TryGet(out var body, out problems))
                    return Result<bool>.Failure(problems);
                try
                {
                    take(parse(body));
                }
                catch (JsonException e)
                {
                    return ShipDiagnostics.BadAnswer(connection.Base.Authority, $"a list is no JSON that it should be: {JsonText.Reason(e)}");
                }

                if (!NextPage(response, next).TryGet(out next, out problems))
                    return Result<bool>.Failure(problems);
            }
        }

        return true;
    }

    private Result<Uri?> NextPage(HttpResponseMessage response, Uri current)
    {
        if (!response.Headers.TryGetValues("Link", out var links) || LinkField.Next(links) is not { } link)
            return Result<Uri?>.Success(null);
        if (!connection.Follow(current, new Uri(link, UriKind.RelativeOrAbsolute)).TryGet(out var next, out var problems))
            return Result<Uri?>.Failure(problems);
        return next.Authority == current.Authority
            ? Result<Uri?>.Success(next)
            : ShipDiagnostics.BadRedirect(current.Authority, next.Authority, "the pages of a list lie on its own host");
    }

    private async Task<Result<byte[]>> ReadBodyAsync(HttpResponseMessage response, int largest, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(connection.Options.Answer);
        try
        {
            return await BoundedBody.ReadAsync(response, largest, patience.Token) is { } body
                ? body
                : ShipDiagnostics.BadAnswer(connection.Base.Authority, string.Create(CultureInfo.InvariantCulture, $"it sends more than {largest} bytes"));
        }
        catch (Exception e) when (NetworkFailure.ReasonOf(e) is { } reason && !cancellation.IsCancellationRequested)
        {
            return ShipDiagnostics.Unreachable(connection.Base.Authority, reason);
        }
    }

    // distribution-spec, "Pushing a blob in chunks".
    private static long? LeastChunk(HttpResponseMessage response) =>
        response.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? least : null;

    private static Digest? DigestOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) && Digest.TryParse(values.First(), out var digest) ? digest : null;
}
