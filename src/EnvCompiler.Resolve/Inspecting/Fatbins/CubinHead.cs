using System.Buffers.Binary;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>
/// What the ELF header of machine code says of its SM: <c>e_flags</c>, whose form follows <c>e_ident[EI_ABIVERSION]</c> (as in LLVM's
/// <c>BinaryFormat/ELF.h</c>, <c>EF_CUDA_*</c>).
/// </summary>
internal static class CubinHead
{
    /// <summary>Bytes of an ELF header.</summary>
    internal const int Size = 64;

    private const ushort MachineCuda = 190;
    private const byte AbiOfCuda12 = 7;
    private const byte AbiOfCuda13 = 8;

    /// <summary>The SM; null where this form of header is not known.</summary>
    /// <exception cref="InvalidDataException">It is no machine code.</exception>
    internal static SmVersion? ReadSm(ReadOnlySpan<byte> header)
    {
        if (header.Length < Size || !header.StartsWith("\u007fELF"u8) || BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) != MachineCuda)
            throw new InvalidDataException("it is called machine code and is none");
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);
        return header[8] switch
        {
            AbiOfCuda12 => SmVersion.Of((int)(flags & 0xFF)),
            AbiOfCuda13 => SmVersion.Of((int)((flags >> 8) & 0xFF)),
            _ => null,
        };
    }
}
