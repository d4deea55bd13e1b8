using System.Buffers;
using System.Threading;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>
/// Reads a Packages file (deb822(5): stanzas of <c>Field: value</c> lines, folded lines start with white space) while it arrives.
/// Only the fields of <see cref="PackageField"/> are looked at.
/// </summary>
internal static class PackagesReader
{
    private const int ChunkSize = 1 << 20;

    /// <summary>No real stanza comes near; one that does is hostile.</summary>
    private const int LongestStanza = 8 << 20;

    /// <summary>Ten times Debian's largest.</summary>
    private const long LargestFile = 600 << 20;

    /// <summary>Reads to the end of the stream.</summary>
    /// <param name="packages">The uncompressed text.</param>
    /// <param name="expectedSize">Its size in bytes, or 0 when it is not known; another size is refused.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The text is not a Packages file.</exception>
    internal static IndexBuilder Read(Stream packages, long expectedSize, CancellationToken cancellation)
    {
        var builder = new IndexBuilder(expectedSize);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var filled = 0;
            var total = 0L;
            for (int count; (count = packages.Read(buffer, filled, buffer.Length - filled)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                filled += count;
                total += count;
                if (total > (expectedSize > 0 ? expectedSize : LargestFile))
                    throw new InvalidDataException("it is longer than it may be");
                var used = ReadStanzas(builder, buffer.AsSpan(0, filled));
                buffer.AsSpan(used..filled).CopyTo(buffer);
                filled -= used;
                if (filled == buffer.Length)
                    buffer = Grow(buffer);
            }

            if (expectedSize > 0 && total != expectedSize)
                throw new InvalidDataException($"it is {total} bytes instead of {expectedSize}");
            if (filled > 0)
                ReadStanza(builder, buffer.AsSpan(0, filled));
            return builder;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= LongestStanza)
            throw new InvalidDataException($"a stanza is longer than {LongestStanza} bytes");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    // Adds the whole stanzas; what follows the last blank line waits for more bytes.
    private static int ReadStanzas(IndexBuilder builder, ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        for (int end; (end = bytes[used..].IndexOf("\n\n"u8)) >= 0; used += end + 2)
            ReadStanza(builder, bytes.Slice(used, end + 1));
        return used;
    }

    private static void ReadStanza(IndexBuilder builder, ReadOnlySpan<byte> bytes)
    {
        var stanza = new Stanza(bytes);
        for (var start = 0; start < bytes.Length;)
        {
            var end = EndOfField(bytes, start);
            ReadField(ref stanza, bytes, start, end);
            start = end + 1;
        }

        if (!stanza[PackageField.Package].IsEmpty)
            builder.Add(stanza);
        else if (bytes.ContainsAnyExcept((byte)'\n', (byte)' '))
            throw new InvalidDataException("a stanza has no `Package` field");
    }

    private static int EndOfField(ReadOnlySpan<byte> bytes, int start)
    {
        for (var from = start; ;)
        {
            var newline = bytes[from..].IndexOf((byte)'\n');
            if (newline < 0)
                return bytes.Length;
            from += newline + 1;
            if (from >= bytes.Length || bytes[from] is not ((byte)' ' or (byte)'\t'))
                return from - 1;
        }
    }

    private static void ReadField(ref Stanza stanza, ReadOnlySpan<byte> bytes, int start, int end)
    {
        var colon = bytes[start..end].IndexOf((byte)':');
        if (colon <= 0 || FieldOf(bytes.Slice(start, colon)) is not { } field)
            return;
        var from = start + colon + 1;
        while (from < end && bytes[from] is (byte)' ' or (byte)'\t')
            from++;
        stanza.Set(field, from, field == PackageField.Description ? EndOfLine(bytes, from, end) : end);
    }

    // The synopsis; the long description follows it where an archive has no Translation files.
    private static int EndOfLine(ReadOnlySpan<byte> bytes, int start, int end) =>
        bytes[start..end].IndexOf((byte)'\n') is >= 0 and var length ? start + length : end;

    // By length first: most lines are of fields that nobody needs.
    private static PackageField? FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Is(name, "Size"u8, PackageField.Size),
        6 => Is(name, "SHA256"u8, PackageField.Sha256) ?? Is(name, "Source"u8, PackageField.Source) ?? Is(name, "Breaks"u8, PackageField.Breaks),
        7 => Is(name, "Package"u8, PackageField.Package)
            ?? Is(name, "Version"u8, PackageField.Version)
            ?? Is(name, "Section"u8, PackageField.Section)
            ?? Is(name, "Depends"u8, PackageField.Depends),
        8 => Is(name, "Filename"u8, PackageField.Filename)
            ?? Is(name, "Priority"u8, PackageField.Priority)
            ?? Is(name, "Provides"u8, PackageField.Provides)
            ?? Is(name, "Replaces"u8, PackageField.Replaces),
        9 => Is(name, "Conflicts"u8, PackageField.Conflicts) ?? Is(name, "Essential"u8, PackageField.Essential),
        10 => Is(name, "Multi-Arch"u8, PackageField.MultiArch),
        11 => Is(name, "Description"u8, PackageField.Description) ?? Is(name, "Pre-Depends"u8, PackageField.PreDepends),
        12 => Is(name, "Architecture"u8, PackageField.Architecture),
        _ => null,
    };

    private static PackageField? Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> fieldName, PackageField field) =>
        name.SequenceEqual(fieldName) ? field : null;
}
