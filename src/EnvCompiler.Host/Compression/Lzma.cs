using System.Runtime.InteropServices;

namespace EnvCompiler.Host.Compression;

/// <summary>liblzma (<c>lzma/base.h</c>, <c>lzma/container.h</c>), present wherever dpkg is.</summary>
internal static partial class Lzma
{
    internal const int LZMA_OK = 0;
    internal const int LZMA_STREAM_END = 1;
    internal const int LZMA_MEM_ERROR = 5;
    internal const int LZMA_MEMLIMIT_ERROR = 6;
    internal const int LZMA_FORMAT_ERROR = 7;
    internal const int LZMA_BUF_ERROR = 10;
    internal const int LZMA_RUN = 0;
    internal const int LZMA_FINISH = 3;
    internal const uint LZMA_CONCATENATED = 8;

    private const string Library = "liblzma.so.5";

    [LibraryImport(Library, EntryPoint = "lzma_stream_decoder")]
    internal static unsafe partial int StreamDecoder(LzmaStream* stream, ulong memoryLimit, uint flags);

    /// <summary>Since liblzma 5.4 (2022).</summary>
    [LibraryImport(Library, EntryPoint = "lzma_stream_decoder_mt")]
    internal static unsafe partial int ParallelStreamDecoder(LzmaStream* stream, LzmaThreads* options);

    [LibraryImport(Library, EntryPoint = "lzma_code")]
    internal static unsafe partial int Code(LzmaStream* stream, int action);

    [LibraryImport(Library, EntryPoint = "lzma_end")]
    internal static unsafe partial void End(LzmaStream* stream);

    /// <summary><c>lzma_stream</c>; zeroed, it is <c>LZMA_STREAM_INIT</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct LzmaStream
    {
        internal byte* NextIn;
        internal nuint AvailableIn;
        internal ulong TotalIn;
        internal byte* NextOut;
        internal nuint AvailableOut;
        internal ulong TotalOut;
        internal void* Allocator;
        internal void* Internal;
        private fixed ulong reservedPointers[4];
        private fixed ulong reservedNumbers[4];
        private fixed int reservedEnums[2];
    }

    /// <summary><c>lzma_mt</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct LzmaThreads
    {
        internal uint Flags;
        internal uint Threads;
        internal ulong BlockSize;
        internal uint Timeout;
        internal uint Preset;
        internal void* Filters;
        internal int Check;
        private fixed int reservedEnums[3];
        private fixed uint reservedNumbers[4];
        internal ulong ThreadingMemoryLimit;
        internal ulong StoppingMemoryLimit;
        private fixed ulong reservedMore[2];
        private fixed ulong reservedPointers[4];
    }
}
