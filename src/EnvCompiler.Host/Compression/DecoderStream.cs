using System.Buffers;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Host.Compression;

/// <summary>
/// A read-only stream over compressed bytes: keeps a buffer of input for a decoder of a native library. Reading is synchronous,
/// because decoding keeps a core busy whichever way the bytes arrive.
/// </summary>
public abstract class DecoderStream : ForwardOnlyStream
{
    private const int InputSize = 128 * 1024;

    private readonly Stream source;
    private readonly bool leaveOpen;
    private byte[]? input = ArrayPool<byte>.Shared.Rent(InputSize);
    private int inputStart;
    private int inputEnd;
    private bool sourceEnded;
    private bool ended;

    /// <summary>A decoder over a stream.</summary>
    /// <param name="source">Compressed bytes.</param>
    /// <param name="leaveOpen">Keep the source open when this stream is disposed.</param>
    private protected DecoderStream(Stream source, bool leaveOpen)
    {
        this.source = source;
        this.leaveOpen = leaveOpen;
    }

    /// <inheritdoc/>
    public override bool CanRead => input is not null;

    /// <summary>Decodes at least one byte, fewer only at the end.</summary>
    /// <exception cref="InvalidDataException">The compressed bytes are malformed, cut off, or need more memory than allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(input is null, this);
        var written = 0;
        while (written == 0 && !ended && !buffer.IsEmpty)
        {
            if (inputStart == inputEnd && !sourceEnded)
                FillInput(input);
            ended = Decode(input.AsSpan(inputStart..inputEnd), buffer, sourceEnded, out var consumed, out written);
            inputStart += consumed;
        }

        return written;
    }

    /// <summary>Decodes some bytes.</summary>
    /// <param name="compressed">What is there; empty only at the end of the source.</param>
    /// <param name="decoded">Where to put the result.</param>
    /// <param name="atEnd">No more input will come.</param>
    /// <param name="consumed">How much input was used.</param>
    /// <param name="written">How much was decoded.</param>
    /// <returns>True when the stream is complete.</returns>
    private protected abstract bool Decode(ReadOnlySpan<byte> compressed, Span<byte> decoded, bool atEnd, out int consumed, out int written);

    /// <summary>Frees the native decoder.</summary>
    private protected abstract void FreeDecoder();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && input is { } buffer)
        {
            input = null;
            FreeDecoder();
            ArrayPool<byte>.Shared.Return(buffer);
            if (!leaveOpen)
                source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void FillInput(byte[] buffer)
    {
        inputStart = 0;
        inputEnd = source.Read(buffer, 0, buffer.Length);
        sourceEnded = inputEnd == 0;
    }
}
