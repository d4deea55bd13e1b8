using EnvCompiler.Host.Files;

namespace EnvCompiler.Host.Compression;

/// <summary>Encodes <c>.zst</c>: one frame with a checksum, complete when the stream is disposed.</summary>
public sealed unsafe class ZstdCompressionStream : WriteOnlyStream
{
    private const int Continue = 0;
    private const int End = 2;

    private readonly ZstdLibrary library;
    private readonly Stream output;
    private readonly nint encoder;
    private readonly byte[] buffer = new byte[128 * 1024];
    private bool isDisposed;

    /// <summary>An encoder in front of a stream.</summary>
    /// <param name="library">Compresses.</param>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="level">1 (fast) to 19 (small).</param>
    public ZstdCompressionStream(ZstdLibrary library, Stream output, int level)
    {
        this.library = library;
        this.output = output;
        encoder = library.Create();
        if (encoder == 0)
            throw new InvalidOperationException("libzstd could not create an encoder");
        library.Checked(library.SetParameter(encoder, ZstdLibrary.CompressionLevel, level));
        library.Checked(library.SetParameter(encoder, ZstdLibrary.ChecksumFlag, 1));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => Encode(buffer, Continue);

    /// <summary>Does nothing: a frame that is cut where somebody flushes would be other bytes.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !isDisposed)
        {
            isDisposed = true;
            try
            {
                Encode([], End);
            }
            finally
            {
                library.Free(encoder);
            }
        }

        base.Dispose(disposing);
    }

    // Until all input is taken; at the end, until libzstd has nothing left to write.
    private void Encode(ReadOnlySpan<byte> content, int directive)
    {
        fixed (byte* from = content, to = buffer)
        {
            var input = new Zstd.InBuffer { Source = from, Size = (nuint)content.Length };
            nuint left;
            do
            {
                var room = new Zstd.OutBuffer { Destination = to, Size = (nuint)buffer.Length };
                left = library.Checked(library.Compress(encoder, &room, &input, directive));
                output.Write(buffer, 0, (int)room.Position);
            }
            while (directive == End ? left > 0 : input.Position < input.Size);
        }
    }
}
