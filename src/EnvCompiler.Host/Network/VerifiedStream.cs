using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Host.Network;

/// <summary>
/// The body of an answer, counted and hashed while it is read: its end is reached only when size and hash are right.
/// Until then nothing that was made of the bytes may be used.
/// </summary>
internal sealed class VerifiedStream : ForwardOnlyStream
{
    private readonly Stream body;
    private readonly FetchRequest request;
    private readonly HttpLimits limits;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource silence;
    private readonly CancellationToken cancellation;
    private bool ended;

    internal VerifiedStream(Stream body, FetchRequest request, HttpLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        this.body = body;
        this.request = request;
        this.limits = limits;
        this.time = time;
        this.cancellation = cancellation;
        started = time.GetTimestamp();
        silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Bytes read so far.</summary>
    internal long Received { get; private set; }

    public override long Position
    {
        get => Received;
        set => throw new NotSupportedException();
    }

    // Decoders read synchronously, on a thread of their own.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellation).AsTask().GetAwaiter().GetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ended || buffer.IsEmpty)
            return 0;
        silence.CancelAfter(limits.Silence);
        int count;
        try
        {
            count = await body.ReadAsync(buffer, silence.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing arrived for {limits.Silence.TotalSeconds:0.#} seconds", e);
        }

        silence.CancelAfter(Timeout.InfiniteTimeSpan);
        if (count == 0)
            Finish();
        else
            Take(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads whatever the reader left, so that the hash is known.</summary>
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
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        Received += bytes.Length;
        if (Received > (request.Size ?? request.LargestSize))
            throw new ContentMismatchException($"it is longer than {request.Size ?? request.LargestSize} bytes");
        var elapsed = time.GetElapsedTime(started);
        if (elapsed > limits.Grace && Received < limits.SlowestRate * elapsed.TotalSeconds)
            throw new TimeoutException($"only {Received} bytes arrived in {elapsed.TotalSeconds:0} seconds");
        request.Progress?.Report(bytes.Length);
    }

    private void Finish()
    {
        if (request.Size is { } size && Received != size)
            throw new ContentMismatchException($"it is {Received} bytes instead of {size}");
        if (request.Sha256 is { } expected)
        {
            var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (actual != expected)
                throw new ContentMismatchException($"its SHA-256 is {actual} instead of {expected}");
        }

        ended = true;
    }
}
