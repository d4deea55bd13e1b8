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

    private const int SectionHeaderSize = 64;
    private const ulong FlagExecutable = 4;
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

    /// <summary>
    /// Whether it is known to hold no kernel: nvcc links such an empty module into each program, for its machine code SMs only, and a GPU that does not run
    /// it loses nothing.
    /// </summary>
    /// <param name="elf">All of it, or its beginning.</param>
    internal static bool IsEmpty(ReadOnlySpan<byte> elf)
    {
        var table = BinaryPrimitives.ReadUInt64LittleEndian(elf[40..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf[58..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[60..]);
        if (size != SectionHeaderSize || count == 0 || table > (ulong)elf.Length || (ulong)count * SectionHeaderSize > (ulong)elf.Length - table)
            return false;
        for (var at = (int)table; at < (int)table + (count * SectionHeaderSize); at += SectionHeaderSize)
        {
            if ((BinaryPrimitives.ReadUInt64LittleEndian(elf[(at + 8)..]) & FlagExecutable) != 0)
                return false;
        }

        return true;
    }
}
