using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>One code of a fat binary.</summary>
/// <param name="Kind">The entry's kind as its header numbers it: 1 is PTX, 2 machine code.</param>
/// <param name="Code">What it is for; null for a kind that is neither.</param>
/// <param name="Compression">How it is packed.</param>
/// <param name="Size">Bytes in the file.</param>
/// <param name="UnpackedSize">Bytes of the code, as its header says.</param>
public sealed record FatbinEntry(int Kind, DeviceCode? Code, FatbinCompression Compression, long Size, long UnpackedSize)
{
    /// <summary>Whether it is known to hold no kernel.</summary>
    public bool IsEmpty { get; init; }
}
