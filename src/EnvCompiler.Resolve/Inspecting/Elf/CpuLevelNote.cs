using System.Buffers.Binary;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting.Elf;

/// <summary>
/// The x86-64 level that a file says it needs: <c>GNU_PROPERTY_X86_ISA_1_NEEDED</c> of its <c>.note.gnu.property</c> (x86-64 psABI, «Program Property
/// Note»). Few files say so: distributions build for the baseline and choose faster code at run time.
/// </summary>
internal static class CpuLevelNote
{
    internal const string Section = ".note.gnu.property";

    private const uint TypeProperty = 5;
    private const uint IsaNeeded = 0xc0008002;
    private const int NoteHeaderSize = 16;
    private const int PropertyHeaderSize = 8;

    /// <summary>The level, or null where the file does not say.</summary>
    /// <exception cref="InvalidDataException">The note is malformed; the message is a clause about «it».</exception>
    internal static CpuLevel? Read(ElfFile elf, BinaryWindow window)
    {
        if (elf.Find(Section) is not { } notes)
            return null;
        for (var at = notes.Offset; at + NoteHeaderSize <= notes.End;)
        {
            var header = window.Read(at, NoteHeaderSize);
            var nameSize = BinaryPrimitives.ReadUInt32LittleEndian(header);
            ulong size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var isProperty = nameSize == 4 && BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == TypeProperty && header[12..].SequenceEqual("GNU\0"u8);
            if (nameSize > 4 || size > notes.End - at - NoteHeaderSize)
                throw new InvalidDataException($"its section `{Section}` is malformed");
            if (isProperty && Needed(window, at + NoteHeaderSize, size) is { } level)
                return level;
            at += NoteHeaderSize + Align(size);
        }

        return null;
    }

    private static CpuLevel? Needed(BinaryWindow window, ulong start, ulong size)
    {
        var end = start + size;
        for (var at = start; at + PropertyHeaderSize <= end;)
        {
            var header = window.Read(at, PropertyHeaderSize);
            var type = BinaryPrimitives.ReadUInt32LittleEndian(header);
            ulong length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (length > end - at - PropertyHeaderSize)
                throw new InvalidDataException($"its section `{Section}` is malformed");
            if (type == IsaNeeded && length == sizeof(uint))
                return LevelOf(window.ReadUInt32(at + PropertyHeaderSize));
            at += PropertyHeaderSize + Align(length);
        }

        return null;
    }

    // Bit 0 is the baseline, bits 1 to 3 are v2 to v4; the highest one counts.
    private static CpuLevel? LevelOf(uint bits) => (bits & 0xF) switch
    {
        0 => null,
        1 => new CpuLevel("x86-64"),
        < 4 => new CpuLevel("x86-64-v2"),
        < 8 => new CpuLevel("x86-64-v3"),
        _ => new CpuLevel("x86-64-v4"),
    };

    private static ulong Align(ulong size) => (size + 7) & ~7UL;
}
