using System.Globalization;

namespace EnvCompiler.Store.Unpacking;

/// <summary>
/// Reads a tar archive forward, without copying content twice: ustar, GNU long names, pax headers (<c>path</c>, <c>linkpath</c>,
/// <c>size</c>). Devices, pipes, sparse files and unknown types are refused.
/// </summary>
/// <param name="stream">The uncompressed archive.</param>
internal sealed class TarReader(Stream stream)
{
    // A name in a header of its own: longer than any path a kernel takes, far below what could hurt.
    private const int MaximumExtendedHeader = 1 << 20;
    private const int BufferSize = 256 * 1024;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int start;
    private int end;
    private long contentLeft;
    private int padding;

    /// <summary>Moves to the next entry; what is left of the one before is skipped.</summary>
    /// <returns>False at the archive's end.</returns>
    /// <exception cref="InvalidDataException">Damaged, cut off, or holding what is refused.</exception>
    public bool TryNext(out TarEntry entry)
    {
        string? longName = null, longTarget = null;
        long? paxSize = null;
        while (true)
        {
            SkipContent();
            var header = new TarHeader(Take(TarHeader.BlockSize));
            if (header.IsZero)
            {
                entry = default;
                return false;
            }

            header.Verify();
            contentLeft = header.Size;
            padding = Padding(contentLeft);
            switch (header.Type)
            {
                case 'L':
                    longName = TarHeader.Text(ReadExtended());
                    continue;
                case 'K':
                    longTarget = TarHeader.Text(ReadExtended());
                    continue;
                case 'x':
                    ReadPax(ref longName, ref longTarget, ref paxSize);
                    continue;
                case 'g':
                    continue;
            }

            if (paxSize is { } size)
            {
                contentLeft = size;
                padding = Padding(size);
            }

            var name = longName ?? header.Name;
            var kind = KindOf(header.Type, name);
            if (kind != TarEntryKind.File)
                contentLeft = padding = 0;
            var target = kind is TarEntryKind.HardLink or TarEntryKind.Symlink ? longTarget ?? header.LinkTarget : "";
            entry = new TarEntry(name, kind, header.Mode, contentLeft, target);
            return true;
        }
    }

    /// <summary>The next piece of the current file's content, valid until the next call; empty at its end.</summary>
    public ReadOnlySpan<byte> ReadContent()
    {
        if (contentLeft == 0)
            return [];
        if (start == end)
            Fill(1);
        var count = (int)Math.Min(end - start, contentLeft);
        var piece = buffer.AsSpan(start, count);
        start += count;
        contentLeft -= count;
        return piece;
    }

    /// <summary>Reads what follows the archive's end, so that the decompressor sees its checksums.</summary>
    public void Finish()
    {
        // GNU tar pads to 10 KiB records; more than that is something hidden behind the end.
        for (var trailing = end - start; trailing <= 64 * 1024;)
        {
            var count = stream.Read(buffer);
            if (count == 0)
                return;
            trailing += count;
        }

        throw new InvalidDataException("data follows the end of its tar archive");
    }

    private static int Padding(long size) => (int)(-size & (TarHeader.BlockSize - 1));

    private static TarEntryKind KindOf(char type, string name) => type switch
    {
        '0' or '\0' or '7' => TarEntryKind.File,
        '1' => TarEntryKind.HardLink,
        '2' => TarEntryKind.Symlink,
        '5' => TarEntryKind.Directory,
        '3' or '4' => throw new InvalidDataException($"`{name}` is a device node"),
        '6' => throw new InvalidDataException($"`{name}` is a named pipe"),
        _ => throw new InvalidDataException($"`{name}` is a tar entry of the unknown type `{type}`"),
    };

    // Records of "LENGTH KEY=VALUE\n", the length counting itself (POSIX pax, "pax Extended Header").
    private void ReadPax(ref string? name, ref string? target, ref long? size)
    {
        var rest = ReadExtended();
        while (!rest.IsEmpty)
        {
            var space = rest.IndexOf((byte)' ');
            if (space < 0 || !int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1 || length > rest.Length || rest[length - 1] != '\n')
                throw new InvalidDataException("a pax header is malformed");
            var record = rest[(space + 1)..(length - 1)];
            rest = rest[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0)
                throw new InvalidDataException("a pax header is malformed");
            var value = record[(equals + 1)..];
            var key = record[..equals];
            if (key.SequenceEqual("path"u8))
                name = TarHeader.Text(value);
            else if (key.SequenceEqual("linkpath"u8))
                target = TarHeader.Text(value);
            else if (key.SequenceEqual("size"u8))
                size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number : throw new InvalidDataException("a pax header has a size that is not a number");
            else if (key.StartsWith("GNU.sparse"u8))
                throw new InvalidDataException("a file is stored sparse");
        }
    }

    private ReadOnlySpan<byte> ReadExtended()
    {
        if (contentLeft > MaximumExtendedHeader)
            throw new InvalidDataException("a tar header of its own for a name is larger than 1 MiB");
        var content = new byte[(int)contentLeft];
        for (var filled = 0; filled < content.Length;)
        {
            var piece = ReadContent();
            piece.CopyTo(content.AsSpan(filled));
            filled += piece.Length;
        }

        return content;
    }

    private void SkipContent()
    {
        while (contentLeft > 0)
            ReadContent();
        if (padding > 0)
            Take(padding);
        padding = 0;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (end - start < count)
            Fill(count);
        var taken = buffer.AsSpan(start, count);
        start += count;
        return taken;
    }

    private void Fill(int needed)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        while (end < needed)
        {
            var count = stream.Read(buffer, end, buffer.Length - end);
            if (count == 0)
                throw new InvalidDataException("its tar archive is cut off");
            end += count;
        }
    }
}
