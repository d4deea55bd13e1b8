using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>
/// A blob that is read from a registry: when the connection breaks, the rest is asked for by a range. Its end is reached only when size and digest are
/// right; until then nothing that was made of the bytes may be used.
/// </summary>
/// <param name="blob">What it must be.</param>
/// <param name="connection">The registry.</param>
/// <param name="open">Opens the body of an answer from a byte on.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class BlobStream(
    Descriptor blob, RegistryConnection connection, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellation) : ForwardOnlyStream
{
    private readonly CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly IncrementalHash hash = blob.Digest.CreateHash();
    private Stream? body;
    private long received;
    private int attempt;
    private bool ended;

    // Decoders read synchronously, on a thread of their own.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellation).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!ended && !buffer.IsEmpty)
        {
            var count = await TryReadAsync(buffer);
            if (count < 0)
                continue;
            if (count == 0 && received < blob.Size)
                throw Mismatch($"it is {received} bytes instead of {blob.Size}");
            if (count == 0)
                Finish();
            else
                Take(buffer.Span[..count]);
            return count;
        }

        return 0;
    }

    /// <summary>Reads whatever the reader left, so that the digest is known.</summary>
    internal async Task DrainAsync()
    {
        var rest = new byte[64 * 1024];
        while (await ReadAsync(rest, cancellation) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            silence.Dispose();
            body?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Below zero where the connection broke and another may do better.
    private async Task<int> TryReadAsync(Memory<byte> buffer)
    {
        try
        {
            body ??= await open(received, cancellation);
            silence.CancelAfter(connection.Options.Silence);
            var count = await body.ReadAsync(buffer, silence.Token);
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (Exception e) when (e is not RegistryFailureException && NetworkFailure.ReasonOf(e) is { } reason && !cancellation.IsCancellationRequested)
        {
            if (body is not null)
                await body.DisposeAsync();
            body = null;
            var problem = ShipDiagnostics.Unreachable(connection.Base.Authority, e is OperationCanceledException ? "nothing arrives" : reason);
            if (silence.IsCancellationRequested || !await connection.WaitBeforeRetryAsync(attempt++, cancellation))
                throw new RegistryFailureException(problem);
            return -1;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        received += bytes.Length;
        if (received > blob.Size)
            throw Mismatch($"it is longer than {blob.Size} bytes");
        hash.AppendData(bytes);
        attempt = 0;
    }

    private void Finish()
    {
        if (blob.Digest.Finish(hash) is var actual && actual != blob.Digest)
            throw Mismatch($"its digest is {actual}");
        ended = true;
    }

    private RegistryFailureException Mismatch(string difference) =>
        new(ShipDiagnostics.NotAsPromised($"the blob {blob.Digest} of {connection.Base.Authority}", difference));
}
