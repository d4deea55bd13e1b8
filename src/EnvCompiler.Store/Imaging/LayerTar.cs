using System.Buffers.Binary;
using System.Text;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// Writes a tar archive in GNU's form, the same bytes for the same entries: no times, owners by number, entries in the order of their paths. Long names and sizes beyond 8 GiB are written as
/// GNU tar does, which every reader of layers knows; .NET's own writer puts the number of the process into pax headers.
/// </summary>
/// <param name="output">Where to.</param>
public sealed class LayerTar(Stream output)
{
    private const int BlockSize = 512;
    private const int NameLength = 100;
    private const int BufferSize = 256 * 1024;
    private const long LargestOctalSize = 0x1_FFFF_FFFF;

    private static readonly byte[] Zeros = new byte[BlockSize * 2];

    /// <summary>Writes entries, sorted by path (ordinal), and the archive's end.</summary>
    public void Write(IEnumerable<ImageEntry> entries)
    {
        foreach (var entry in entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            Write(entry);
        End();
    }

    /// <summary>Writes a regular file of the root user that all may read. What else there is, and the end, the caller writes too.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="content">As many bytes.</param>
    /// <exception cref="IOException">There are fewer.</exception>
    public void WriteFile(string path, long size, Stream content)
    {
        Header('0', path, ModeOf(isProgram: false), owner: 0, size, target: "");
        Copy(path, size, content);
    }

    /// <summary>Writes an archive's end.</summary>
    public void End() => output.Write(Zeros);

    /// <summary>Writes an entry. What else there is, and the end, the caller writes too.</summary>
    public void Write(ImageEntry entry)
    {
        switch (entry)
        {
            case ImageEntry.Directory directory:
                Header('5', $"{entry.Path}/", directory.Mode, entry.Owner, size: 0, target: "");
                break;
            case ImageEntry.Symlink link:
                Header('2', entry.Path, 0b111_111_111, entry.Owner, size: 0, link.Target);
                break;
            case ImageEntry.File file:
                Header('0', entry.Path, ModeOf(file.IsProgram), entry.Owner, file.Size, target: "");
                using (var content = new FileStream(file.Source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan))
                    Copy(file.Source, file.Size, content);
                break;
            case ImageEntry.Made made:
                Header('0', entry.Path, ModeOf(made.IsProgram), entry.Owner, made.Content.Length, target: "");
                output.Write(made.Content.Span);
                Pad(made.Content.Length);
                break;
        }
    }

    private void Copy(string name, long size, Stream content)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        var left = size;
        for (int count; left > 0 && (count = content.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0; left -= count)
            output.Write(buffer, 0, count);
        // One more than promised is as wrong as one less.
        if (left > 0 || content.Read(buffer, 0, 1) > 0)
            throw new IOException($"{name} has not the {size} bytes that it should have");
        Pad(size);
    }

    private void Header(char kind, string name, int mode, int owner, long size, string target)
    {
        if (Encoding.UTF8.GetByteCount(target) > NameLength)
            Long('K', target);
        if (Encoding.UTF8.GetByteCount(name) > NameLength)
            Long('L', name);
        Block(kind, Encoding.UTF8.GetBytes(name), mode, owner, size, Encoding.UTF8.GetBytes(target));
    }

    // The next header's name or target, with a final NUL, as the content of an entry before it.
    private void Long(char kind, string text)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(text), 0];
        Block(kind, "././@LongLink"u8, mode: 0, owner: 0, content.Length, target: []);
        output.Write(content);
        Pad(content.Length);
    }

    private void Block(char kind, ReadOnlySpan<byte> name, int mode, int owner, long size, ReadOnlySpan<byte> target)
    {
        Span<byte> header = stackalloc byte[BlockSize];
        header.Clear();
        name[..Math.Min(name.Length, NameLength)].CopyTo(header);
        Octal(header.Slice(100, 8), mode);
        Octal(header.Slice(108, 8), owner);
        Octal(header.Slice(116, 8), owner);
        Size(header.Slice(124, 12), size);
        Octal(header.Slice(136, 12), 0);
        header.Slice(148, 8).Fill((byte)' ');
        header[156] = (byte)kind;
        target[..Math.Min(target.Length, NameLength)].CopyTo(header[157..]);
        "ustar  \0"u8.CopyTo(header[257..]);
        var sum = 0;
        foreach (var value in header)
            sum += value;
        Octal(header.Slice(148, 7), sum);
        output.Write(header);
    }

    private static void Size(Span<byte> place, long size)
    {
        if (size <= LargestOctalSize)
        {
            Octal(place, size);
            return;
        }

        place[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(place[^8..], size);
    }

    // Digits and a final NUL.
    private static void Octal(Span<byte> place, long value)
    {
        for (var i = place.Length - 2; i >= 0; i--, value >>= 3)
            place[i] = (byte)('0' + (value & 7));
    }

    private void Pad(long size) => output.Write(Zeros.AsSpan(0, (int)(-size & (BlockSize - 1))));

    private static int ModeOf(bool isProgram) => isProgram ? 0b101_101_101 : 0b100_100_100;
}
