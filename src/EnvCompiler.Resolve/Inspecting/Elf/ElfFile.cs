using System.Buffers.Binary;
using System.Text;

namespace EnvCompiler.Resolve.Inspecting.Elf;

/// <summary>
/// The section table of a 64-bit little-endian ELF file (System V gABI, chapter 4). Only sections with wanted names are kept, so memory does
/// not grow with a hostile table; time grows with the table, which lies in the file.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const uint TypeNoBits = 8;
    private const ulong FlagCompressed = 0x800;

    private readonly BinaryWindow window;
    private readonly ulong tableOffset;
    private readonly ulong sectionCount;

    private ElfFile(BinaryWindow window, ulong tableOffset, ulong sectionCount)
    {
        this.window = window;
        this.tableOffset = tableOffset;
        this.sectionCount = sectionCount;
    }

    /// <summary>Whether there is a section table at all; a loader needs none.</summary>
    internal bool HasSections => sectionCount > 0;

    /// <summary><c>e_machine</c>.</summary>
    internal ushort Machine { get; private init; }

    /// <summary>Sections with the wanted names that hold bytes of the file, in the table's order.</summary>
    internal IReadOnlyList<ElfSection> Sections { get; private init; } = [];

    /// <summary>The first section of a name.</summary>
    internal ElfSection? Find(string name)
    {
        foreach (var section in Sections)
        {
            if (section.Name == name)
                return section;
        }

        return null;
    }

    /// <summary>Reads header and section table.</summary>
    /// <param name="window">The file; its identification was checked.</param>
    /// <param name="names">A small window of the same file, for names, which lie anywhere.</param>
    /// <param name="wanted">Names of sections to keep.</param>
    /// <exception cref="InvalidDataException">Header or table are malformed; the message is a clause about «it».</exception>
    internal static ElfFile Read(BinaryWindow window, BinaryWindow names, IReadOnlyList<string> wanted)
    {
        var header = window.Read(0, HeaderSize);
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        var table = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        var entrySize = BinaryPrimitives.ReadUInt16LittleEndian(header[58..]);
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(header[60..]);
        uint nameIndex = BinaryPrimitives.ReadUInt16LittleEndian(header[62..]);
        if (table == 0)
            return new ElfFile(window, 0, 0) { Machine = machine };
        if (entrySize != SectionHeaderSize)
            throw new InvalidDataException($"its section table has rows of {entrySize} bytes instead of {SectionHeaderSize}");

        // More than 0xFEFF sections: the numbers are in the first row (gABI, e_shnum and e_shstrndx).
        if (count == 0)
            count = window.ReadUInt64(Checked(table, 32));
        if (nameIndex == 0xFFFF)
            nameIndex = window.ReadUInt32(Checked(table, 40));
        if (count > (ulong)window.Length / SectionHeaderSize || !window.Has(table, count * SectionHeaderSize))
            throw new InvalidDataException($"its section table of {count} rows at {table} does not lie in its {window.Length} bytes");
        var file = new ElfFile(window, table, count) { Machine = machine };
        return count == 0 ? file : new ElfFile(window, table, count) { Machine = machine, Sections = file.Select(names, nameIndex, wanted) };
    }

    /// <summary>Where another section lies, by its index.</summary>
    internal (ulong Offset, ulong Size) Extent(uint index, string what)
    {
        if (index >= sectionCount)
            throw new InvalidDataException($"{what} are in section {index}, and it has {sectionCount}");
        var row = window.Read(tableOffset + ((ulong)index * SectionHeaderSize), SectionHeaderSize);
        var (offset, size) = (BinaryPrimitives.ReadUInt64LittleEndian(row[24..]), BinaryPrimitives.ReadUInt64LittleEndian(row[32..]));
        if (!window.Has(offset, size))
            throw new InvalidDataException($"{what}, {size} bytes at {offset}, do not lie in its {window.Length} bytes");
        return (offset, size);
    }

    private List<ElfSection> Select(BinaryWindow names, uint nameIndex, IReadOnlyList<string> wanted)
    {
        var (namesOffset, namesSize) = Extent(nameIndex, "the names of its sections");
        var bytes = wanted.Select(Encoding.ASCII.GetBytes).ToArray();
        var longest = bytes.Max(name => name.Length) + 1;
        var sections = new List<ElfSection>();
        for (ulong index = 0; index < sectionCount; index++)
        {
            var row = window.Read(tableOffset + (index * SectionHeaderSize), SectionHeaderSize);
            var name = BinaryPrimitives.ReadUInt32LittleEndian(row);
            if (name >= namesSize)
                throw new InvalidDataException($"the name of its section {index} lies outside of the names");
            var text = names.ReadUpTo(namesOffset + name, Math.Min((ulong)longest, namesSize - name));
            for (var each = 0; each < bytes.Length; each++)
            {
                if (text.Length > bytes[each].Length && text[bytes[each].Length] == 0 && text.StartsWith(bytes[each]))
                    Keep(wanted[each], row, sections);
            }
        }

        return sections;
    }

    private void Keep(string name, ReadOnlySpan<byte> row, List<ElfSection> sections)
    {
        // A file of debug symbols has the names, and no bytes behind them.
        if (BinaryPrimitives.ReadUInt32LittleEndian(row[4..]) == TypeNoBits)
            return;
        if ((BinaryPrimitives.ReadUInt64LittleEndian(row[8..]) & FlagCompressed) != 0)
            throw new InvalidDataException($"its section `{name}` is compressed as debug information is");
        var (offset, size) = (BinaryPrimitives.ReadUInt64LittleEndian(row[24..]), BinaryPrimitives.ReadUInt64LittleEndian(row[32..]));
        if (!window.Has(offset, size))
            throw new InvalidDataException($"its section `{name}`, {size} bytes at {offset}, does not lie in its {window.Length} bytes");

        // What is read twice must not be read a thousand times.
        if (sections.Exists(other => offset < other.End && other.Offset < offset + size))
            throw new InvalidDataException($"its section `{name}` shares bytes with another one that is read");
        if (sections.Count == MostSections)
            throw new InvalidDataException($"it has more than {MostSections} sections to read");
        sections.Add(new ElfSection(name, offset, size, BinaryPrimitives.ReadUInt32LittleEndian(row[40..])));
    }

    private const int MostSections = 1024;

    private static ulong Checked(ulong table, ulong add) =>
        table <= ulong.MaxValue - add ? table + add : throw new InvalidDataException($"its section table is at {table}, outside of it");
}
