using System.Numerics;
using System.Runtime.InteropServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>CRC-32C (RFC 9260, appendix B) without its inversions: finds every damage that a disk does, at the speed of memory.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of what was added before, and these bytes.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }
}
