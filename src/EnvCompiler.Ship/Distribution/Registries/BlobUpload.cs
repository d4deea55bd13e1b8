using System.Globalization;
using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>
/// Sends one blob (distribution-spec, "Pushing Blobs"): a small one in one <c>PUT</c>, a large one by <c>PATCH</c> in one chunk or several. When a
/// connection breaks, the registry is asked how much arrived and gets the rest; one that has forgotten the upload, as docker-registry does when a chunk
/// breaks off, gets the blob from its beginning.
/// </summary>
/// <param name="connection">The registry.</param>
/// <param name="blob">What to send.</param>
internal sealed class BlobUpload(RegistryConnection connection, BlobContent blob)
{
    private readonly RegistryOptions options = connection.Options;

    /// <summary>Sends it.</summary>
    /// <param name="location">The upload that the registry opened.</param>
    /// <param name="chunk">The least that the registry takes as one chunk, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when the blob is there.</returns>
    internal async Task<Diagnostic?> SendAsync(Uri location, long? chunk, CancellationToken cancellation)
    {
        var attempt = 0;
        for (var offset = 0L; ;)
        {
            var (next, problem) = await SendRestAsync(new Progress(location, offset), Math.Max(options.ChunkSize, chunk ?? 0), cancellation);
            if (problem is null)
                return null;
            if (problem.Fault != Fault.Outside || next.IsFinal)
                return problem;
            // What arrived since the last break counts as a new start.
            attempt = next.Offset > offset ? 0 : attempt;
            if (!await connection.WaitBeforeRetryAsync(attempt++, cancellation))
                return problem;
            if (!(await AskAsync(next, cancellation)).TryGet(out var status, out var problems))
                return problems[0];
            blob.Progress?.Report(status.Offset - next.Sent);
            (location, offset) = (status.Location, status.Offset);
        }
    }

    private async Task<(Progress Next, Diagnostic? Problem)> SendRestAsync(Progress at, long chunk, CancellationToken cancellation)
    {
        var size = blob.Descriptor.Size;
        while (size > options.MonolithicSize && at.Offset < size)
        {
            var length = Math.Min(chunk, size - at.Offset);
            var content = default(BlobSliceContent);
            var sent = await connection.SendAsync(
                new RegistryRequest(HttpMethod.Patch, at.Location, RegistryScope.Push)
                {
                    MayRepeat = false,
                    Patience = options.Commit,
                    Body = () => content = Slice(at.Offset, length),
                },
                cancellation);
            if (!sent.TryGet(out var response, out var problems))
                return (at with { Sent = at.Offset + (content?.Sent ?? 0) }, content?.ReadFailure is { } failure ? ShipDiagnostics.CannotReadBlob(blob.Descriptor, failure.Message) : problems[0]);
            using (response)
            {
                var arrived = at with { Sent = at.Offset + content!.Sent };
                if (!response.IsSuccessStatusCode)
                    return (arrived, Refusal(response));
                if (!connection.Follow(at.Location, response.Headers.Location).TryGet(out var next, out problems))
                    return (arrived with { IsFinal = true }, problems[0]);
                at = new Progress(next, at.Offset + length) { Sent = at.Offset + length };
            }
        }

        return await FinishAsync(at, cancellation);
    }

    // distribution-spec, "POST then PUT", and the closing PUT of a chunked upload.
    private async Task<(Progress Next, Diagnostic? Problem)> FinishAsync(Progress at, CancellationToken cancellation)
    {
        var rest = blob.Descriptor.Size - at.Offset;
        var content = default(BlobSliceContent);
        var separator = at.Location.Query.Length > 1 ? "&" : "?";
        var uri = new Uri($"{at.Location.AbsoluteUri}{separator}digest={Uri.EscapeDataString(blob.Descriptor.Digest.ToString())}");
        var sent = await connection.SendAsync(
            new RegistryRequest(HttpMethod.Put, uri, RegistryScope.Push)
            {
                MayRepeat = false,
                Patience = options.Commit,
                Body = () => content = Slice(at.Offset, rest),
            },
            cancellation);
        if (!sent.TryGet(out var response, out var problems))
        {
            var failure = content?.ReadFailure is { } unreadable ? ShipDiagnostics.CannotReadBlob(blob.Descriptor, unreadable.Message) : problems[0];
            // 400 is DIGEST_INVALID: the same bytes will not be right a second time.
            return (at with { Sent = at.Offset + (content?.Sent ?? 0), IsFinal = ShipDiagnostics.IsRefusal(failure) }, failure);
        }

        using (response)
            return (at with { Sent = at.Offset + content!.Sent }, response.IsSuccessStatusCode ? null : Refusal(response));
    }

    private BlobSliceContent Slice(long offset, long length)
    {
        var content = new BlobSliceContent(blob, offset, length);
        if (length > 0 && (offset > 0 || blob.Descriptor.Size > options.MonolithicSize))
            content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{offset}-{offset + length - 1}"));
        return content;
    }

    // 404 and 416: the registry has forgotten the upload, or has more or less of it than we think.
    private Diagnostic Refusal(HttpResponseMessage response) =>
        ShipDiagnostics.Refused(connection.Base.Authority, (int)response.StatusCode, "the upload is not as it was left");

    // distribution-spec, "Pushing a blob in chunks": GET of the upload answers 204 with the range that arrived.
    private async Task<Result<Progress>> AskAsync(Progress broken, CancellationToken cancellation)
    {
        var asked = await connection.SendAsync(new RegistryRequest(HttpMethod.Get, broken.Location, RegistryScope.Push), cancellation);
        if (!asked.TryGet(out var response, out var problems))
            return Result<Progress>.Failure(problems);
        using (response)
        {
            if (response.IsSuccessStatusCode && ArrivedOf(response) is { } arrived && arrived <= blob.Descriptor.Size)
            {
                var location = response.Headers.Location is { } given ? connection.Follow(broken.Location, given) : broken.Location;
                return location.TryGet(out var next, out problems) ? new Progress(next, arrived) : Result<Progress>.Failure(problems);
            }
        }

        return await OpenAsync(cancellation);
    }

    private async Task<Result<Progress>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await connection.SendAsync(new RegistryRequest(HttpMethod.Post, connection.Address("blobs/uploads/"), RegistryScope.Push), cancellation);
        if (!opened.TryGet(out var response, out var problems))
            return Result<Progress>.Failure(problems);
        using (response)
        {
            return connection.Follow(connection.Base, response.Headers.Location).TryGet(out var location, out problems)
                ? new Progress(location, 0)
                : Result<Progress>.Failure(problems);
        }
    }

    // `Range: 0-N`, N the last byte. `0-0` is one byte, or none, so a new upload is opened for it as for an answer without a range.
    private static long? ArrivedOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Range", out var values)
        && values.First().Split('-') is ["0" or "bytes=0", var last]
        && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end > 0
            ? end + 1
            : null;

    /// <summary>Where an upload is.</summary>
    /// <param name="Location">The next request's address.</param>
    /// <param name="Offset">Bytes that the registry has said to have.</param>
    private sealed record Progress(Uri Location, long Offset)
    {
        /// <summary>Bytes that were counted as sent.</summary>
        internal long Sent { get; init; } = Offset;

        /// <summary>Whether trying again changes nothing.</summary>
        internal bool IsFinal { get; init; }
    }
}
