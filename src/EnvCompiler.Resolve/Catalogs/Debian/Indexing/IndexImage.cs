using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>
/// One parsed Packages file as a single block of bytes, the same in memory and on disk, so that opening it is mapping it:
/// a header, then the tables of packages, names, hash buckets, providers and Essential packages, then their text.
/// Little-endian; rows refer to each other by number. <see cref="IndexBuilder"/> writes it.
/// </summary>
internal sealed class IndexImage
{
    /// <summary>Changes with any change of the layout; part of the name of cached images.</summary>
    internal const int FormatVersion = 4;

    internal static readonly int HeaderSize = Unsafe.SizeOf<Header>();
    private const uint Magic = 0x58444945; // "EIDX"

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly Header header;
    private readonly int names;
    private readonly int buckets;
    private readonly int providers;
    private readonly int essentials;
    private readonly int text;

    private IndexImage(ReadOnlyMemory<byte> bytes, Header header)
    {
        this.bytes = bytes;
        this.header = header;
        names = HeaderSize + (header.Packages * Unsafe.SizeOf<PackageRow>());
        buckets = names + (header.Names * Unsafe.SizeOf<NameRow>());
        providers = buckets + (header.Buckets * sizeof(int));
        essentials = providers + (header.Providers * Unsafe.SizeOf<ProviderRow>());
        text = essentials + (header.Essentials * sizeof(int));
    }

    internal ReadOnlySpan<PackageRow> Packages => Table<PackageRow>(HeaderSize, header.Packages);

    internal ReadOnlySpan<NameRow> Names => Table<NameRow>(names, header.Names);

    internal ReadOnlySpan<ProviderRow> Providers => Table<ProviderRow>(providers, header.Providers);

    internal ReadOnlySpan<int> Essentials => Table<int>(essentials, header.Essentials);

    private ReadOnlySpan<int> Buckets => Table<int>(buckets, header.Buckets);

    /// <summary>
    /// An image over these bytes, or null when they are not a whole and unchanged one of this format. The checksum covers everything, so
    /// no reader of an image meets rows that point nowhere or in a circle.
    /// </summary>
    internal static IndexImage? TryOpen(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
            return null;
        var header = MemoryMarshal.Read<Header>(bytes.Span);
        return header.Magic == Magic
            && header.Format == FormatVersion
            && header.Length == bytes.Length
            && header.Checksum == Crc32C.Append(ChecksumOf(header), bytes.Span[HeaderSize..])
                ? new IndexImage(bytes, header)
                : null;
    }

    /// <summary>Lays the tables out.</summary>
    /// <param name="tables">The content.</param>
    /// <param name="write">Is given the image piece by piece.</param>
    internal static void Write(in IndexTables tables, Action<ReadOnlySpan<byte>> write)
    {
        var header = new Header
        {
            Magic = Magic,
            Format = FormatVersion,
            Length = HeaderSize,
            Packages = tables.Packages.Length,
            Names = tables.Names.Length,
            Buckets = tables.Buckets.Length,
            Providers = tables.Providers.Length,
            Essentials = tables.Essentials.Length,
        };
        tables.ForEach(section => header.Length += section.Length);
        var checksum = ChecksumOf(header);
        tables.ForEach(section => checksum = Crc32C.Append(checksum, section));
        header.Checksum = checksum;
        write(MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)));
        tables.ForEach(write);
    }

    /// <summary>Text at an offset of the text section, UTF-8.</summary>
    internal ReadOnlySpan<byte> Text(int offset, int length) => bytes.Span.Slice(text + offset, length);

    /// <summary>One text field of a package.</summary>
    internal ReadOnlySpan<byte> Text(in PackageRow package, PackageField field)
    {
        var offset = package.Text;
        for (var before = 0; before < (int)field; before++)
            offset += package.Lengths[before];
        return Text(offset, package.Lengths[(int)field]);
    }

    /// <summary>The row of a name, or -1.</summary>
    internal int FindName(ReadOnlySpan<byte> name)
    {
        if (header.Buckets == 0)
            return -1;
        var table = Names;
        var hash = Hash(name);
        for (var row = Buckets[(int)(hash & (uint)(header.Buckets - 1))]; row >= 0; row = table[row].NextInBucket)
        {
            if (table[row].Hash == hash && Text(table[row].Text, table[row].Length).SequenceEqual(name))
                return row;
        }

        return -1;
    }

    /// <summary>FNV-1a, 32 bits; part of the format.</summary>
    internal static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261;
        foreach (var b in name)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }

    private ReadOnlySpan<T> Table<T>(int offset, int count)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(bytes.Span.Slice(offset, count * Unsafe.SizeOf<T>()));

    private static uint ChecksumOf(Header header)
    {
        header.Checksum = 0;
        return Crc32C.Append(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)));
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Header
    {
        internal uint Magic;
        internal int Format;
        internal uint Checksum;
        internal long Length;
        internal int Packages;
        internal int Names;
        internal int Buckets;
        internal int Providers;
        internal int Essentials;
    }
}
