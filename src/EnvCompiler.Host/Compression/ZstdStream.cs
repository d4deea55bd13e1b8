using System.Runtime.InteropServices;

namespace EnvCompiler.Host.Compression;

/// <summary>Decodes <c>.zst</c> with the system's libzstd; concatenated frames are one.</summary>
public sealed unsafe class ZstdStream : DecoderStream
{
    // 128 MiB, as much as `zstd -d` takes without being told.
    private const int LargestWindowLog = 27;

    private readonly nint decoder;
    private bool insideFrame;
    private bool anyFrame;

    /// <summary>A decoder over a stream.</summary>
    /// <param name="source">Compressed bytes.</param>
    /// <param name="leaveOpen">Keep the source open when this stream is disposed.</param>
    /// <exception cref="DllNotFoundException">The system has no libzstd.</exception>
    public ZstdStream(Stream source, bool leaveOpen = false)
        : base(source, leaveOpen)
    {
        decoder = Zstd.CreateDecoder();
        if (decoder == 0)
            throw new InvalidOperationException("libzstd could not create a decoder");
        Zstd.SetParameter(decoder, Zstd.ZSTD_d_windowLogMax, LargestWindowLog);
    }

    private protected override bool Decode(
        ReadOnlySpan<byte> compressed, Span<byte> decoded, bool atEnd, out int consumed, out int written)
    {
        fixed (byte* from = compressed, to = decoded)
        {
            var input = new Zstd.InBuffer { Source = from, Size = (nuint)compressed.Length };
            var output = new Zstd.OutBuffer { Destination = to, Size = (nuint)decoded.Length };
            if (compressed.IsEmpty && !insideFrame)
            {
                (consumed, written) = (0, 0);
                return anyFrame ? true : throw new InvalidDataException("it is not in the zstd format");
            }

            var status = Zstd.Decompress(decoder, &output, &input);
            if (Zstd.IsError(status) != 0)
                throw new InvalidDataException($"the zstd data is malformed ({Marshal.PtrToStringUTF8(Zstd.ErrorName(status))})");
            (consumed, written) = ((int)input.Position, (int)output.Position);

            // 0 says that a frame is complete; what follows, if anything, is the next one.
            insideFrame = status != 0;
            anyFrame |= !insideFrame;
            if (atEnd && insideFrame && written == 0)
                throw new InvalidDataException("the zstd data is cut off");
            return atEnd && !insideFrame;
        }
    }

    private protected override void FreeDecoder() => Zstd.FreeDecoder(decoder);
}
