using System.Runtime.InteropServices;

namespace EnvCompiler.Host.Compression;

/// <summary>One libzstd by its path (<c>zstd.h</c>, stable interface, 1.4 or newer), to compress with: which bytes come out depends on its version, so it is not the host's that counts.</summary>
public sealed unsafe class ZstdLibrary
{
    internal const int CompressionLevel = 100;
    internal const int ChecksumFlag = 201;

    /// <summary>Loads it; it stays loaded.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="DllNotFoundException">It cannot be loaded here; the message is the loader's.</exception>
    /// <exception cref="EntryPointNotFoundException">It is another library, or too old.</exception>
    public ZstdLibrary(string path)
    {
        var library = NativeLibrary.Load(path);
        Create = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx");
        Free = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeCCtx");
        SetParameter = (delegate* unmanaged<nint, int, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_CCtx_setParameter");
        Compress = (delegate* unmanaged<nint, Zstd.OutBuffer*, Zstd.InBuffer*, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressStream2");
        IsError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
        ErrorName = (delegate* unmanaged<nuint, nint>)NativeLibrary.GetExport(library, "ZSTD_getErrorName");
    }

    internal delegate* unmanaged<nint> Create { get; }

    internal delegate* unmanaged<nint, nuint> Free { get; }

    internal delegate* unmanaged<nint, int, int, nuint> SetParameter { get; }

    internal delegate* unmanaged<nint, Zstd.OutBuffer*, Zstd.InBuffer*, int, nuint> Compress { get; }

    internal delegate* unmanaged<nuint, uint> IsError { get; }

    internal delegate* unmanaged<nuint, nint> ErrorName { get; }

    internal nuint Checked(nuint status) =>
        IsError(status) == 0 ? status : throw new InvalidOperationException($"libzstd: {Marshal.PtrToStringUTF8(ErrorName(status))}");
}
