using System.Runtime.InteropServices;
using static EnvCompiler.Host.Compression.Lzma;

namespace EnvCompiler.Host.Compression;

/// <summary>Decodes <c>.xz</c> with the system's liblzma; concatenated streams are one.</summary>
public sealed unsafe class XzStream : DecoderStream
{
    // xz -9 needs 65 MiB; more is asked for by hostile files only.
    private const ulong MemoryLimit = 128 << 20;

    // Above this, blocks are decoded one after the other: it holds the whole output of each block in flight.
    private const ulong ThreadingMemoryLimit = 112 << 20;

    private LzmaStream* stream;

    /// <summary>A decoder over a stream.</summary>
    /// <param name="source">Compressed bytes.</param>
    /// <param name="threads">Cores to use; more than one helps only files with several blocks (as of <c>xz -T</c>).</param>
    /// <param name="leaveOpen">Keep the source open when this stream is disposed.</param>
    /// <exception cref="DllNotFoundException">The system has no liblzma.</exception>
    public XzStream(Stream source, int threads = 1, bool leaveOpen = false)
        : base(source, leaveOpen)
    {
        stream = (LzmaStream*)NativeMemory.AllocZeroed((nuint)sizeof(LzmaStream));
        var status = threads > 1 ? StartParallel((uint)threads) : StreamDecoder(stream, MemoryLimit, LZMA_CONCATENATED);
        if (status != LZMA_OK)
        {
            Dispose();
            throw Malformed(status);
        }
    }

    private protected override bool Decode(
        ReadOnlySpan<byte> compressed, Span<byte> decoded, bool atEnd, out int consumed, out int written)
    {
        int status;
        fixed (byte* from = compressed, to = decoded)
        {
            stream->NextIn = from;
            stream->AvailableIn = (nuint)compressed.Length;
            stream->NextOut = to;
            stream->AvailableOut = (nuint)decoded.Length;
            status = Code(stream, atEnd ? LZMA_FINISH : LZMA_RUN);
            consumed = compressed.Length - (int)stream->AvailableIn;
            written = decoded.Length - (int)stream->AvailableOut;
        }

        // BUF_ERROR asks for more input, unless there is none.
        return status switch
        {
            LZMA_STREAM_END => true,
            LZMA_OK => false,
            LZMA_BUF_ERROR when !atEnd => false,
            _ => throw Malformed(status),
        };
    }

    private protected override void FreeDecoder()
    {
        End(stream);
        NativeMemory.Free(stream);
        stream = null;
    }

    private int StartParallel(uint threads)
    {
        var options = new LzmaThreads
        {
            Flags = LZMA_CONCATENATED,
            Threads = threads,
            ThreadingMemoryLimit = ThreadingMemoryLimit,
            StoppingMemoryLimit = MemoryLimit,
        };
        try
        {
            return ParallelStreamDecoder(stream, &options);
        }
        catch (EntryPointNotFoundException)
        {
            return StreamDecoder(stream, MemoryLimit, LZMA_CONCATENATED);
        }
    }

    private static InvalidDataException Malformed(int status) => new(status switch
    {
        LZMA_FORMAT_ERROR => "it is not in the xz format",
        LZMA_BUF_ERROR => "the xz data is cut off",
        LZMA_MEM_ERROR or LZMA_MEMLIMIT_ERROR => "the xz data needs more memory than allowed",
        _ => $"the xz data is malformed (liblzma says {status})",
    });
}
