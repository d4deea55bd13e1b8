using System.Buffers.Binary;
using System.Text;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// A cache for glibc's dynamic loader (<c>ld.so.cache</c> in the form <c>glibc-ld.so.cache1.1</c>, glibc's <c>dl-cache.h</c>) that says where a few libraries are. Written here
/// rather than by <c>ldconfig</c>, so that the bytes do not depend on whose it is.
/// </summary>
internal static class LinkerCacheFile
{
    private const int HeaderSize = 48;
    private const int EntrySize = 24;

    // FLAG_ELF_LIBC6 | FLAG_X8664_LIB64, of dl-cache.h.
    private const uint Libc6OfX64 = 0x0303;
    private const byte LittleEndian = 2;

    /// <summary>Makes it.</summary>
    /// <param name="libraries">Absolute paths by the name that programs ask for.</param>
    public static byte[] Write(IReadOnlyDictionary<string, string> libraries)
    {
        var strings = new MemoryStream();
        var sorted = libraries.OrderByDescending(library => library.Key, Comparer<string>.Create(Compare)).ToArray();
        var stringsAt = HeaderSize + (sorted.Length * EntrySize);
        var file = new byte[stringsAt];
        "glibc-ld.so.cache1.1"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(20), sorted.Length);
        file[28] = LittleEndian;
        for (var i = 0; i < sorted.Length; i++)
        {
            var entry = file.AsSpan(HeaderSize + (i * EntrySize));
            BinaryPrimitives.WriteUInt32LittleEndian(entry, Libc6OfX64);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], stringsAt + Add(strings, sorted[i].Key));
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], stringsAt + Add(strings, sorted[i].Value));
        }

        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), (int)strings.Length);
        return [.. file, .. strings.ToArray()];
    }

    private static int Add(MemoryStream strings, string text)
    {
        var at = (int)strings.Length;
        strings.Write(Encoding.UTF8.GetBytes(text));
        strings.WriteByte(0);
        return at;
    }

    /// <summary>glibc's <c>_dl_cache_libcmp</c>, by whose order the loader searches: runs of digits are numbers, and come after everything else.</summary>
    internal static int Compare(string? first, string? second)
    {
        var one = first.AsSpan();
        var two = second.AsSpan();
        while (one.Length > 0)
        {
            if (char.IsAsciiDigit(one[0]))
            {
                if (two.Length == 0 || !char.IsAsciiDigit(two[0]))
                    return 1;
                var (a, b) = (TakeNumber(ref one), TakeNumber(ref two));
                if (a != b)
                    return a.CompareTo(b);
            }
            else if (two.Length > 0 && char.IsAsciiDigit(two[0]))
            {
                return -1;
            }
            else if (two.Length == 0 || one[0] != two[0])
            {
                return one[0] - (two.Length == 0 ? 0 : two[0]);
            }
            else
            {
                one = one[1..];
                two = two[1..];
            }
        }

        return -two.Length;
    }

    private static long TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
