using System.Buffers.Binary;
using EnvCompiler.Resolve.Inspecting.Elf;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>
/// Reads the fat binaries of a file's sections, one after the other. The form is NVIDIA's and not published; docs/design/gpu.md, «What is in
/// a binary», lists what is known of it. Time grows with the number of codes, which the file's length bounds.
/// </summary>
/// <param name="window">The file.</param>
internal sealed class FatbinReader(BinaryWindow window)
{
    private const uint Magic = 0xBA55ED50;
    private const ushort Version = 1;
    private const int HeaderSize = 16;
    private const int Alignment = 8;

    // Fat binaries and codes; the largest libraries have some ten thousand.
    private const int Most = 1 << 18;

    private readonly FatbinEntryReader codes = new(window);
    private int count;

    /// <summary>Whether a file begins as a fat binary does.</summary>
    internal static bool IsFatbin(ReadOnlySpan<byte> start) => start.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(start) == Magic;

    /// <summary>Reads a section.</summary>
    /// <param name="section">It lies in the file.</param>
    /// <param name="isRelocatable">Whether its codes are input of a device linker.</param>
    /// <exception cref="InvalidDataException">It is malformed; the message is a clause about «it».</exception>
    /// <exception cref="DllNotFoundException">A code is packed by Zstandard, and the host has no libzstd.</exception>
    internal IEnumerable<Fatbin> Read(ElfSection section, bool isRelocatable)
    {
        for (var at = section.Offset; at < section.End;)
        {
            // The linker aligns each object's part, and fills with zeros.
            if (section.End - at < Alignment || window.ReadUInt64(at) == 0)
            {
                at += Alignment;
                continue;
            }

            Count();
            var end = FindEnd(at, section.End, out var start);
            yield return new Fatbin((long)at, ReadEntries(start, end)) { IsRelocatable = isRelocatable };
            at = end + ((Alignment - ((end - section.Offset) % Alignment)) % Alignment);
        }
    }

    private ulong FindEnd(ulong at, ulong limit, out ulong start)
    {
        var room = limit - at;
        if (room < HeaderSize)
            throw new InvalidDataException($"it is cut short: {room} bytes are left at {at}, less than the header of a fat binary");
        var header = window.Read(at, HeaderSize);
        if (!IsFatbin(header))
            throw new InvalidDataException($"no fat binary begins at {at}, where one must");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        var headerSize = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        if (version != Version || headerSize < HeaderSize)
            throw new InvalidDataException($"the fat binary at {at} is of the unknown version {version} with a header of {headerSize} bytes");
        if (headerSize > room || size > room - headerSize)
            throw new InvalidDataException($"it is cut short: the fat binary at {at} has {size} bytes, of which {room - Math.Min(room, headerSize)} are there");
        start = at + headerSize;
        return start + size;
    }

    private List<FatbinEntry> ReadEntries(ulong start, ulong end)
    {
        var found = new List<FatbinEntry>();
        for (var at = start; at < end;)
        {
            Count();
            found.Add(codes.Read(at, end, out at));
        }

        return found;
    }

    private void Count()
    {
        if (++count > Most)
            throw new InvalidDataException($"it holds more than {Most} fat binaries and codes");
    }
}
