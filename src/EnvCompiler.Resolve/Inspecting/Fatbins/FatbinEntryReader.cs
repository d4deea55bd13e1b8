using System.Buffers.Binary;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>
/// Reads one code of a fat binary: its header, and its first bytes, which say themselves what they are for. The two must agree: the driver chooses
/// by the header and runs the code.
/// </summary>
/// <param name="window">The file.</param>
internal sealed class FatbinEntryReader(BinaryWindow window)
{
    private const int HeaderSize = 64;
    private const int LongestHeader = 4096;
    private const int KindPtx = 1;
    private const int KindMachineCode = 2;

    private const ulong FlagLz4 = 0x2000;
    private const ulong FlagZstd = 0x8000;
    private const ulong FlagArchitecture = 0x10_0000;
    private const ulong FlagFamily = 0x20_0000;

    private const int SmallestSm = 10;
    private const int LargestSm = 999;
    private const ulong LargestCode = 1UL << 32;

    private readonly CodePrefix prefix = new(window);

    /// <summary>Reads a code.</summary>
    /// <param name="at">Where its header begins.</param>
    /// <param name="limit">Where its fat binary ends.</param>
    /// <param name="end">Where the next one begins.</param>
    /// <exception cref="InvalidDataException">It is malformed; the message is a clause about «it».</exception>
    internal FatbinEntry Read(ulong at, ulong limit, out ulong end)
    {
        var room = limit - at;
        if (room < HeaderSize)
            throw new InvalidDataException($"it is cut short: {room} bytes are left at {at}, less than the header of a code");
        var header = window.Read(at, HeaderSize);
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(header);
        ulong headerSize = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        var sm = BinaryPrimitives.ReadUInt32LittleEndian(header[28..]);
        var flags = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        var unpacked = BinaryPrimitives.ReadUInt64LittleEndian(header[56..]);
        if (headerSize is < HeaderSize or > LongestHeader || headerSize > room || size > room - headerSize)
            throw new InvalidDataException($"the code at {at} has a header of {headerSize} bytes and {size} more, and its fat binary ends after {room}");

        var compression = CompressionOf(flags, unpacked);
        if (compression == FatbinCompression.None)
            packed = unpacked = size;
        else if (packed > size || unpacked > LargestCode)
            throw new InvalidDataException($"the code at {at} is said to be {unpacked} bytes long, packed into {packed} of {size}");

        end = at + headerSize + size;
        if (sm is < SmallestSm or > LargestSm)
            throw new InvalidDataException($"the code at {at} is said to be for `sm_{sm}`, which is no SM");
        var claimed = new DeviceCode(CodeKind.MachineCode, SmVersion.Of((int)sm), ScopeOf(flags));
        var entry = new FatbinEntry(kind, Code: null, compression, (long)size, (long)unpacked);
        if (compression == FatbinCompression.Unknown || kind is not (KindPtx or KindMachineCode))
            return entry;
        var wanted = kind == KindPtx || unpacked <= CodePrefix.Largest ? CodePrefix.Largest : CubinHead.Size;
        var code = prefix.Read(at + headerSize, packed, compression, wanted);
        return kind == KindPtx
            ? entry with { Code = Ptx(at, claimed, code) }
            : entry with { Code = MachineCode(at, claimed, code), IsEmpty = CubinHead.IsEmpty(code) };
    }

    private static FatbinCompression CompressionOf(ulong flags, ulong unpacked) => (flags & (FlagLz4 | FlagZstd)) switch
    {
        FlagLz4 => FatbinCompression.Lz4,
        FlagZstd => FatbinCompression.Zstd,
        0 when unpacked == 0 => FatbinCompression.None,
        _ => FatbinCompression.Unknown,
    };

    private static CodeScope ScopeOf(ulong flags) =>
        (flags & FlagFamily) != 0 ? CodeScope.Family : (flags & FlagArchitecture) != 0 ? CodeScope.Architecture : CodeScope.Portable;

    private static DeviceCode Ptx(ulong at, DeviceCode claimed, ReadOnlySpan<byte> text)
    {
        if (PtxHead.TryRead(text) is not { } head)
            throw new InvalidDataException($"the PTX at {at} does not begin with `.version` and `.target`");
        return head.Target == claimed.ToString()
            ? DeviceCode.Ptx(claimed.Sm, head.Isa, claimed.Scope)
            : throw new InvalidDataException($"the PTX at {at} is for `{head.Target}` and is said to be for `{claimed}`");
    }

    // The suffix is in the header alone: code built as sm_100f has the same ELF flags as code built as sm_100.
    private static DeviceCode MachineCode(ulong at, DeviceCode claimed, ReadOnlySpan<byte> elf) =>
        CubinHead.ReadSm(elf) is { } sm && sm != claimed.Sm
            ? throw new InvalidDataException($"the machine code at {at} is for `{sm}` and is said to be for `{claimed}`")
            : claimed;
}
