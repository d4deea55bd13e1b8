using System.Net;
using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>Downloads one artifact from one source, checking size and SHA-256 while it is read.</summary>
/// <param name="client">HTTP client without a total timeout of its own.</param>
/// <param name="files">Where to write.</param>
/// <param name="time">Clock of the timeouts.</param>
internal sealed class ArtifactSource(HttpClient client, IFileOperations files, TimeProvider time)
{
    private const int BufferSize = 128 * 1024;

    // A source that says nothing for so long is as good as gone; a slow one that goes on is left alone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Asks the source once.</summary>
    /// <param name="uri">Where.</param>
    /// <param name="package">What is expected.</param>
    /// <param name="path">New file to write; removed again unless the artifact is right.</param>
    /// <param name="onBytes">Told of each piece's bytes; of a negative number when they were for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How it ended, and what to tell a person about it.</returns>
    public async Task<(SourceAttempt Outcome, string Reason)> TryFetchAsync(
        Uri uri, LockedPackage package, string path, Action<long> onBytes, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        var received = 0L;
        var outcome = SourceAttempt.Unreachable;
        try
        {
            using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return (outcome = SourceAttempt.Refused, $"{(int)response.StatusCode} {response.ReasonPhrase}");
            if (response.Content.Headers.ContentLength is { } announced && announced != package.Size)
                return (outcome = SourceAttempt.Mismatch, $"{announced} bytes instead of {package.Size}");

            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using (var file = files.CreateNew(path, StoreModes.Plain))
            {
                var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
                for (int count; (count = await body.ReadAsync(buffer, either.Token)) > 0;)
                {
                    silence.CancelAfter(Silence);
                    received += count;
                    onBytes(count);
                    if (received > package.Size)
                        return (outcome = SourceAttempt.Mismatch, $"more than {package.Size} bytes");
                    hash.AppendData(buffer, 0, count);
                    file.Write(buffer.AsSpan(0, count));
                }
            }

            StoreModes.Enforce(files, path, StoreModes.Plain);
            if (received < package.Size)
                return (outcome = SourceAttempt.Unreachable, $"broke off after {received} of {package.Size} bytes");
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != package.Sha256)
                return (outcome = SourceAttempt.Mismatch, "wrong SHA-256");
            return (outcome = SourceAttempt.Fetched, "");
        }
        catch (HttpRequestException e)
        {
            return (outcome, e.InnerException?.Message ?? e.Message);
        }
        catch (HttpIOException e)
        {
            return (outcome, e.Message);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (outcome, "no answer for 30 s");
        }
        finally
        {
            if (outcome != SourceAttempt.Fetched)
            {
                files.Unlink(path);
                onBytes(-received);
            }
        }
    }
}
