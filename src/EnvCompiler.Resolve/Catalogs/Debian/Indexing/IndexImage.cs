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
    internal const int FormatVersion = 2;

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

    /// <summary>An image over these bytes, or null when they are not a whole one of this format.</summary>
    internal static IndexImage? TryOpen(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
            return null;
        var header = MemoryMarshal.Read<Header>(bytes.Span);
        return header.Magic == Magic && header.Format == FormatVersion && header.Length == bytes.Length
            ? new IndexImage(bytes, header)
            : null;
    }

    /// <summary>Lays the tables out as one block.</summary>
    internal static byte[] Assemble(
        ReadOnlySpan<PackageRow> packages,
        ReadOnlySpan<NameRow> names,
        ReadOnlySpan<int> buckets,
        ReadOnlySpan<ProviderRow> providers,
        ReadOnlySpan<int> essentials,
        ReadOnlySpan<byte> text)
    {
        var header = new Header
        {
            Magic = Magic,
            Format = FormatVersion,
            Packages = packages.Length,
            Names = names.Length,
            Buckets = buckets.Length,
            Providers = providers.Length,
            Essentials = essentials.Length,
        };
        var length = HeaderSize
            + MemoryMarshal.AsBytes(packages).Length
            + MemoryMarshal.AsBytes(names).Length
            + MemoryMarshal.AsBytes(buckets).Length
            + MemoryMarshal.AsBytes(providers).Length
            + MemoryMarshal.AsBytes(essentials).Length
            + text.Length;
        header.Length = length;
        var image = GC.AllocateUninitializedArray<byte>(length);
        MemoryMarshal.Write(image, in header);
        var rest = Append(image.AsSpan(HeaderSize), MemoryMarshal.AsBytes(packages));
        rest = Append(rest, MemoryMarshal.AsBytes(names));
        rest = Append(rest, MemoryMarshal.AsBytes(buckets));
        rest = Append(rest, MemoryMarshal.AsBytes(providers));
        rest = Append(rest, MemoryMarshal.AsBytes(essentials));
        text.CopyTo(rest);
        return image;
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
        for (var row = Buckets[(int)(Hash(name) & (uint)(header.Buckets - 1))]; row >= 0; row = table[row].NextInBucket)
        {
            if (Text(table[row].Text, table[row].Length).SequenceEqual(name))
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

    private static Span<byte> Append(Span<byte> to, ReadOnlySpan<byte> section)
    {
        section.CopyTo(to);
        return to[section.Length..];
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Header
    {
        internal uint Magic;
        internal int Format;
        internal long Length;
        internal int Packages;
        internal int Names;
        internal int Buckets;
        internal int Providers;
        internal int Essentials;
    }
}
