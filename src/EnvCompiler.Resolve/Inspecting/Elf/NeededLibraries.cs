using System.Buffers.Binary;
using System.Text;

namespace EnvCompiler.Resolve.Inspecting.Elf;

/// <summary>The libraries that the dynamic loader loads with a file: <c>DT_NEEDED</c> (gABI chapter 5).</summary>
internal static class NeededLibraries
{
    internal const string Section = ".dynamic";

    private const int EntrySize = 16;
    private const ulong TagNull = 0;
    private const ulong TagNeeded = 1;
    private const int MostLibraries = 4096;
    private const int LongestName = 255;

    /// <summary>Their names in the file's order; none for a static program.</summary>
    /// <exception cref="InvalidDataException">The table is malformed; the message is a clause about «it».</exception>
    internal static IReadOnlyList<string> Read(ElfFile elf, BinaryWindow window, BinaryWindow names)
    {
        if (elf.Find(Section) is not { } dynamic)
            return [];
        var (stringsOffset, stringsSize) = elf.Extent(dynamic.Link, "the names of the libraries it needs");
        var needed = new List<string>();
        for (var at = dynamic.Offset; at + EntrySize <= dynamic.End; at += EntrySize)
        {
            var entry = window.Read(at, EntrySize);
            var tag = BinaryPrimitives.ReadUInt64LittleEndian(entry);
            var name = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            if (tag == TagNull)
                break;
            if (tag != TagNeeded)
                continue;
            if (needed.Count == MostLibraries)
                throw new InvalidDataException($"it needs more than {MostLibraries} libraries");
            if (name >= stringsSize)
                throw new InvalidDataException("the name of a library that it needs lies outside of the names");
            needed.Add(NameAt(names, stringsOffset + name, stringsSize - name));
        }

        return needed;
    }

    private static string NameAt(BinaryWindow names, ulong offset, ulong room)
    {
        var text = names.ReadUpTo(offset, Math.Min(LongestName + 1, room));
        var end = text.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(text[..end]) : throw new InvalidDataException("the name of a library that it needs has no end");
    }
}
