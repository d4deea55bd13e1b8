using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>
/// <c>ld.so.cache</c> in its form since glibc 2.2, <c>glibc-ld.so.cache1.1</c> (glibc's <c>sysdeps/generic/dl-cache.h</c>): a header, entries in
/// falling order of their names, strings, and since glibc 2.33 extensions. All offsets count from the header.
/// </summary>
internal static class LinkerCacheFile
{
    private const int HeaderSize = 48;
    private const int EntrySize = 24;
    private const int CountOffset = 20;
    private const int StringsOffset = 24;
    private const int ExtensionOffset = 32;
    private const uint ExtensionMagic = 0xEAA42174;
    private const uint SubdirectoryTag = 1;

    // FLAG_ELF_LIBC6 with FLAG_X8664_LIB64 or FLAG_AARCH64_LIB64 (glibc's dl-cache.h).
    private static readonly uint LibraryFlags = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x0A03u : 0x0303u;

    private static ReadOnlySpan<byte> Magic => "glibc-ld.so.cache1.1"u8;

    private static ReadOnlySpan<byte> OldMagic => "ld.so-1.7.0\0"u8;

    /// <summary>Names and paths of libraries of this machine's architecture; none when the text is not such a cache.</summary>
    internal static IReadOnlyList<(string Name, string Path)> Read(ReadOnlySpan<byte> file)
    {
        var found = new List<(string, string)>();
        var cache = WithoutOldForm(file);
        if (!IsCache(cache))
            return found;
        for (var i = 0; i < Count(cache); i++)
        {
            var entry = cache.Slice(HeaderSize + (i * EntrySize), EntrySize);
            if (Number(entry, 0) == LibraryFlags)
                found.Add((Text(cache, Number(entry, 4)), Text(cache, Number(entry, 8))));
        }

        return found;
    }

    /// <summary>The cache with more libraries; one that it has by the same name gives way.</summary>
    /// <param name="file">The root's cache; empty where it has none.</param>
    /// <param name="libraries">Absolute paths, by name.</param>
    internal static byte[] Add(ReadOnlySpan<byte> file, IReadOnlyDictionary<string, string> libraries)
    {
        var old = WithoutOldForm(file);
        if (!IsCache(old))
            old = EmptyCache();
        var oldEnd = HeaderSize + (Count(old) * EntrySize);
        var kept = new List<(string Name, byte[] Bytes)>();
        for (var i = 0; i < Count(old); i++)
        {
            var entry = old.Slice(HeaderSize + (i * EntrySize), EntrySize);
            var name = Text(old, Number(entry, 4));
            if (Number(entry, 0) != LibraryFlags || !libraries.ContainsKey(name))
                kept.Add((name, entry.ToArray()));
        }

        // What follows the entries is kept as it is, so everything in it moves by the same distance.
        var moved = (kept.Count + libraries.Count - Count(old)) * EntrySize;
        foreach (var (_, bytes) in kept)
        {
            Move(bytes, 4, moved);
            Move(bytes, 8, moved);
        }

        var rest = old[oldEnd..].ToArray();
        MoveExtensions(rest, old, oldEnd, moved);
        var strings = new MemoryStream();
        foreach (var (name, path) in libraries)
        {
            var bytes = new byte[EntrySize];
            Put(bytes, 0, LibraryFlags);
            Put(bytes, 4, AddText(strings, name, oldEnd + moved + rest.Length));
            Put(bytes, 8, AddText(strings, path, oldEnd + moved + rest.Length));
            kept.Add((name, bytes));
        }

        // Stable, so that entries of one name keep the order that ldconfig gave them.
        var entries = kept.OrderByDescending(entry => entry.Name, Comparer<string>.Create(Compare)).SelectMany(entry => entry.Bytes);
        var header = old[..HeaderSize].ToArray();
        Put(header, CountOffset, (uint)kept.Count);
        Put(header, StringsOffset, Number(header, StringsOffset) + (uint)strings.Length);
        if (Number(header, ExtensionOffset) != 0)
            Move(header, ExtensionOffset, moved);
        return [.. header, .. entries, .. rest, .. strings.ToArray()];
    }

    /// <summary>The loader's order, in which it searches by halves: numbers by value and before other characters (<c>_dl_cache_libcmp</c>).</summary>
    internal static int Compare(string first, string second)
    {
        int i = 0, j = 0;
        while (i < first.Length)
        {
            var isNumber = char.IsAsciiDigit(first[i]);
            if (isNumber != (j < second.Length && char.IsAsciiDigit(second[j])))
                return isNumber ? 1 : -1;
            if (isNumber)
            {
                var difference = TakeNumber(first, ref i).CompareTo(TakeNumber(second, ref j));
                if (difference != 0)
                    return difference;
            }
            else if (j == second.Length || first[i] != second[j])
            {
                return j == second.Length ? 1 : first[i] - second[j];
            }
            else
            {
                i++;
                j++;
            }
        }

        return j < second.Length ? -1 : 0;
    }

    private static long TakeNumber(string text, ref int position)
    {
        var value = 0L;
        for (; position < text.Length && char.IsAsciiDigit(text[position]); position++)
            value = (value * 10) + (text[position] - '0');
        return value;
    }

    // Until glibc 2.31 ldconfig wrote the form before it too, with entries of 12 bytes, and the new one behind it.
    private static ReadOnlySpan<byte> WithoutOldForm(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || !file.StartsWith(OldMagic))
            return file;
        var end = 16 + ((long)Number(file, 12) * 12);
        var aligned = (end + 7) / 8 * 8;
        return aligned < file.Length ? file[(int)aligned..] : default;
    }

    private static bool IsCache(ReadOnlySpan<byte> cache) =>
        cache.Length >= HeaderSize && cache.StartsWith(Magic) && HeaderSize + ((long)Number(cache, CountOffset) * EntrySize) <= cache.Length;

    private static int Count(ReadOnlySpan<byte> cache) => (int)Number(cache, CountOffset);

    private static byte[] EmptyCache()
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        // Little endian.
        header[28] = 2;
        return header;
    }

    // Sections and, of one kind, the names of glibc-hwcaps subdirectories.
    private static void MoveExtensions(byte[] rest, ReadOnlySpan<byte> old, int oldEnd, int moved)
    {
        var start = (int)Number(old, ExtensionOffset) - oldEnd;
        if (start < 0 || start + 8 > rest.Length || Number(rest, start) != ExtensionMagic)
            return;
        for (var section = start + 8; section < start + 8 + (Number(rest, start + 4) * 16); section += 16)
        {
            var content = (int)Number(rest, section + 8) - oldEnd;
            var size = (int)Number(rest, section + 12);
            Move(rest, section + 8, moved);
            for (var name = content; Number(rest, section) == SubdirectoryTag && name < content + size; name += 4)
                Move(rest, name, moved);
        }
    }

    private static uint AddText(MemoryStream strings, string text, int start)
    {
        var place = (uint)(start + strings.Length);
        strings.Write(Encoding.UTF8.GetBytes(text));
        strings.WriteByte(0);
        return place;
    }

    private static string Text(ReadOnlySpan<byte> cache, uint offset)
    {
        var text = offset < cache.Length ? cache[(int)offset..] : default;
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static void Put(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);

    private static void Move(byte[] bytes, int offset, int distance) => Put(bytes, offset, (uint)((int)Number(bytes, offset) + distance));
}
