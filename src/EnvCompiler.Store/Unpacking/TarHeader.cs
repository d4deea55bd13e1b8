using System.Text;

namespace EnvCompiler.Store.Unpacking;

/// <summary>
/// Fields of one 512-byte tar header block: ustar (POSIX.1-1988), with GNU's base-256 numbers.
/// Offsets are those of <c>struct posix_header</c> in GNU tar's manual, "Basic Tar Format".
/// </summary>
/// <param name="block">The 512 bytes.</param>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    /// <summary>Size of a header and unit of all padding.</summary>
    public const int BlockSize = 512;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> block = block;

    /// <summary>Type flag.</summary>
    public char Type => (char)block[156];

    /// <summary>Whether the block is all zeros: the archive's end.</summary>
    public bool IsZero => block.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Name, with ustar's prefix where there is one.</summary>
    public string Name
    {
        get
        {
            var name = Text(block[..100]);
            // GNU archives ("ustar  \0") keep other things where POSIX has the prefix.
            var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
            var prefix = isPosix ? Text(block.Slice(345, 155)) : "";
            return prefix.Length == 0 ? name : $"{prefix}/{name}";
        }
    }

    /// <summary>Link target.</summary>
    public string LinkTarget => Text(block.Slice(157, 100));

    /// <summary>Permission bits.</summary>
    public int Mode => (int)(Number(block.Slice(100, 8)) & 0xFFF);

    /// <summary>Bytes of content that follow.</summary>
    public long Size => Number(block.Slice(124, 12));

    /// <summary>Throws unless the block's checksum is right.</summary>
    public void Verify()
    {
        var sum = 8 * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            if (i is < 148 or >= 156)
                sum += block[i];
        }

        if (Number(block.Slice(148, 8)) != sum)
            throw new InvalidDataException("a tar header has a wrong checksum");
    }

    /// <summary>UTF-8 up to the first NUL; Debian's names are UTF-8 (policy 10.10).</summary>
    internal static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        try
        {
            return Strict.GetString(end < 0 ? field : field[..end]);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("a tar header has a name that is not UTF-8", e);
        }
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            // Base-256, big-endian; a second bit set is a negative number.
            if ((field[0] & 0x40) != 0 || field[..^8].IndexOfAnyExcept((byte)0, (byte)0x80) >= 0 || (field[^8] & (field.Length == 8 ? 0x40 : 0x80)) != 0)
                throw new InvalidDataException("a tar header has a number that is out of range");
            for (var i = 0; i < field.Length; i++)
                value = (value << 8) | (i == 0 ? (byte)(field[0] & 0x7F) : field[i]);
            return value;
        }

        var digits = field.Trim(" \0"u8);
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                throw new InvalidDataException("a tar header has a number that is not octal");
            value = (value << 3) | (long)(digit - '0');
        }

        return value;
    }
}
