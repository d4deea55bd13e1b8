using EnvCompiler.Host.Compression;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>The first bytes of codes, unpacked. Nothing is unpacked beyond them, so no code can be a bomb.</summary>
/// <param name="window">The file.</param>
internal sealed class CodePrefix(BinaryWindow window)
{
    /// <summary>The most that is ever unpacked of a code, in bytes.</summary>
    internal const int Largest = 16 * 1024;

    private readonly byte[] room = new byte[Largest];
    private readonly byte[] packed = new byte[Lz4Block.NeededFor(Largest)];

    /// <summary>Reads a prefix; valid until the next call.</summary>
    /// <param name="offset">Where the code begins in the file.</param>
    /// <param name="size">Its packed bytes.</param>
    /// <param name="compression">How it is packed.</param>
    /// <param name="wanted">Unpacked bytes to give where the code is that long; at most <see cref="Largest"/>.</param>
    /// <exception cref="InvalidDataException">It does not unpack.</exception>
    internal ReadOnlySpan<byte> Read(ulong offset, ulong size, FatbinCompression compression, int wanted)
    {
        var target = room.AsSpan(0, wanted);
        using var source = new CodeStream(window, offset, size);
        return target[..(compression switch
        {
            FatbinCompression.None => Fill(source, target),
            FatbinCompression.Lz4 => Lz4Block.Decode(packed.AsSpan(0, Fill(source, packed.AsSpan(0, Lz4Block.NeededFor(wanted)))), target),
            FatbinCompression.Zstd => Unzstd(source, target),
            _ => throw new ArgumentOutOfRangeException(nameof(compression)),
        })];
    }

    private static int Fill(Stream source, Span<byte> target) => source.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);

    private static int Unzstd(CodeStream source, Span<byte> target)
    {
        using var zstd = new ZstdStream(source, leaveOpen: true);
        return Fill(zstd, target);
    }
}
