using System.Buffers.Binary;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Bytes of a file at any place, through one small buffer; nothing past the file's end is believed.</summary>
/// <param name="stream">A seekable stream; not disposed.</param>
/// <param name="capacity">The buffer's size in bytes: small where places are random, so that hostile files cannot ask for much per place.</param>
internal sealed class BinaryWindow(Stream stream, int capacity = BinaryWindow.DefaultCapacity)
{
    internal const int DefaultCapacity = 16 * 1024;

    private readonly byte[] buffer = new byte[capacity];
    private long start;
    private int count;

    /// <summary>The file's length in bytes, as it was at the beginning.</summary>
    internal long Length { get; } = stream.Length;

    /// <summary>Whether a range lies in the file.</summary>
    internal bool Has(ulong offset, ulong size) => offset <= (ulong)Length && size <= (ulong)Length - offset;

    /// <summary>Bytes at a place; valid until the next call.</summary>
    /// <param name="offset">From the file's start.</param>
    /// <param name="size">At most the buffer.</param>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    internal ReadOnlySpan<byte> Read(ulong offset, int size)
    {
        if (!Has(offset, (ulong)size))
            throw new InvalidDataException($"it ends at {Length}, before the {size} bytes at {offset}");
        var at = (long)offset;
        if (at < start || at + size > start + count)
            Fill(at, size);
        return buffer.AsSpan((int)(at - start), size);
    }

    /// <summary>As many bytes at a place as there are, up to a number.</summary>
    internal ReadOnlySpan<byte> ReadUpTo(ulong offset, ulong size) =>
        offset >= (ulong)Length ? [] : Read(offset, (int)Math.Min(Math.Min(size, (ulong)Length - offset), (ulong)buffer.Length));

    internal uint ReadUInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Read(offset, sizeof(uint)));

    internal ulong ReadUInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Read(offset, sizeof(ulong)));

    private void Fill(long at, int size)
    {
        (start, count) = (at, 0);
        stream.Position = at;
        count = stream.ReadAtLeast(buffer, size, throwOnEndOfStream: false);
        if (count < size)
            throw new InvalidDataException($"it became shorter than its {Length} bytes while it was read");
    }
}
