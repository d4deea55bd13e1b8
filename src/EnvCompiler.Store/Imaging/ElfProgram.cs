using System.Buffers.Binary;
using System.Text;

namespace EnvCompiler.Store.Imaging;

/// <summary>The two things that a dynamic loader asks a 64-bit little-endian ELF file first: who loads it, and which libraries it needs.</summary>
internal sealed class ElfProgram
{
    private const int Load = 1;
    private const int Dynamic = 2;
    private const int Interpreter = 3;

    private ElfProgram(Range? interpreter, IReadOnlyList<string> needed)
    {
        InterpreterPlace = interpreter;
        Needed = needed;
    }

    /// <summary>Where in the file <c>PT_INTERP</c> is, its final NUL included; null where it has none.</summary>
    public Range? InterpreterPlace { get; }

    /// <summary>Names of the libraries (<c>DT_NEEDED</c>), in order.</summary>
    public IReadOnlyList<string> Needed { get; }

    /// <summary>Reads it, or null where it is no such file or is cut.</summary>
    public static ElfProgram? TryRead(ReadOnlySpan<byte> file)
    {
        if (file.Length < 64 || !file.StartsWith("\u007fELF\u0002\u0001"u8))
            return null;
        try
        {
            var headers = Headers(file);
            Range? interpreter = headers.FirstOrDefault(header => header.Type == Interpreter) is { } found ? found.Place : null;
            return new ElfProgram(interpreter, NeededBy(file, headers));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static List<ProgramHeader> Headers(ReadOnlySpan<byte> file)
    {
        var (at, size, count) = (Long(file[32..]), BinaryPrimitives.ReadUInt16LittleEndian(file[54..]), BinaryPrimitives.ReadUInt16LittleEndian(file[56..]));
        var headers = new List<ProgramHeader>(count);
        for (var i = 0; i < count; i++)
        {
            var header = file.Slice(checked(at + (i * size)), 56);
            headers.Add(new ProgramHeader(BinaryPrimitives.ReadInt32LittleEndian(header), Long(header[8..]), Long(header[16..]), Long(header[32..])));
        }

        return headers;
    }

    private static List<string> NeededBy(ReadOnlySpan<byte> file, List<ProgramHeader> headers)
    {
        const int DT_NEEDED = 1;
        const int DT_STRTAB = 5;
        var needed = new List<string>();
        if (headers.FirstOrDefault(header => header.Type == Dynamic) is not { } dynamic)
            return needed;
        var entries = file[dynamic.Place];
        var offsets = new List<int>();
        var strings = 0;
        for (; entries.Length >= 16 && Long(entries) != 0; entries = entries[16..])
        {
            if (Long(entries) == DT_NEEDED)
                offsets.Add(Long(entries[8..]));
            else if (Long(entries) == DT_STRTAB)
                strings = OffsetOf(Long(entries[8..]), headers);
        }

        foreach (var offset in offsets)
        {
            var text = file[checked(strings + offset)..];
            needed.Add(Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]));
        }

        return needed;
    }

    // Where in the file what is loaded at an address is.
    private static int OffsetOf(int address, List<ProgramHeader> headers)
    {
        var segment = headers.Find(header => header.Type == Load && address >= header.Address && address - header.Address < header.Size)
            ?? throw new ArgumentOutOfRangeException(nameof(address));
        return address - segment.Address + segment.Offset;
    }

    // Values beyond 2 GiB are tags of the system's own range, which nothing here looks for, or addresses that no library has.
    private static int Long(ReadOnlySpan<byte> bytes) => (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), int.MaxValue);

    private sealed record ProgramHeader(int Type, int Offset, int Address, int Size)
    {
        public Range Place => new(Offset, checked(Offset + Size));
    }
}
