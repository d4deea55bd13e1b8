using System.Net;
using System.Threading;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>A part of a blob as the body of a request: read from its file while it is sent, and watched so that a connection that takes nothing ends.</summary>
internal sealed class BlobSliceContent : HttpContent
{
    private const int BufferSize = 256 * 1024;

    private readonly BlobContent blob;
    private readonly long offset;
    private readonly long length;
    private CancellationTokenSource? watch;
    private TimeSpan silence;
    private TimeSpan patience;

    internal BlobSliceContent(BlobContent blob, long offset, long length)
    {
        this.blob = blob;
        this.offset = offset;
        this.length = length;
        Headers.ContentType = new("application/octet-stream");
        Headers.ContentLength = length;
    }

    /// <summary>Bytes that went out so far; how many of them arrived only the registry knows.</summary>
    internal long Sent { get; private set; }

    /// <summary>Whether reading the file failed, as opposed to sending.</summary>
    internal IOException? ReadFailure { get; private set; }

    /// <summary>Cancels when nothing goes out for the silence, and when no answer comes for the patience after all has.</summary>
    internal void Watch(CancellationTokenSource source, TimeSpan untilNext, TimeSpan untilAnswer)
    {
        (watch, silence, patience) = (source, untilNext, untilAnswer);
        // To connect comes first.
        source.CancelAfter(untilAnswer);
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var file = blob.Open();
        file.Seek(offset, SeekOrigin.Begin);
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(BufferSize, Math.Max(length, 1)));
        while (Sent < length)
        {
            var count = Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - Sent)));
            watch?.CancelAfter(silence);
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            Sent += count;
            blob.Progress?.Report(count);
        }

        watch?.CancelAfter(patience);
    }

    private int Read(Stream file, Span<byte> buffer)
    {
        try
        {
            return file.Read(buffer) is > 0 and var count ? count : throw new EndOfStreamException($"the content of {blob.Descriptor.Digest} is shorter than {blob.Descriptor.Size} bytes");
        }
        catch (IOException e)
        {
            ReadFailure = e;
            throw;
        }
    }
}
