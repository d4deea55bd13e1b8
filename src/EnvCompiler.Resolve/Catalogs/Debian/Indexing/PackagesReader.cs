using System.Buffers;
using System.Threading;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>
/// Reads a Packages file (deb822(5): stanzas of <c>Field: value</c> lines, folded lines start with white space) while it arrives.
/// Only the fields that resolution needs are looked at.
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
            ReadField(ref stanza, start, end);
            start = end + 1;
        }

        if (stanza.Package.Length > 0)
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

    private static void ReadField(ref Stanza stanza, int start, int end)
    {
        var line = stanza.Bytes[start..end];
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return;
        var from = start + colon + 1;
        while (from < end && stanza.Bytes[from] is (byte)' ' or (byte)'\t')
            from++;
        var value = (from, end - from);
        switch (line[..colon])
        {
            case var name when name.SequenceEqual("Package"u8):
                stanza.Package = value;
                break;
            case var name when name.SequenceEqual("Size"u8):
                stanza.Size = value;
                break;
            case var name when name.SequenceEqual("SHA256"u8):
                stanza.Sha256 = value;
                break;
            case var name when name.SequenceEqual("Essential"u8):
                stanza.Essential = value;
                break;
            case var name when name.SequenceEqual("Multi-Arch"u8):
                stanza.MultiArch = value;
                break;
            case var name when name.SequenceEqual("Priority"u8):
                stanza.Priority = value;
                break;
            case var name when TextFieldOf(name) is { } field:
                stanza.Texts[(int)field] = value;
                break;
        }
    }

    private static TextField? TextFieldOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("Version"u8))
            return TextField.Version;
        if (name.SequenceEqual("Architecture"u8))
            return TextField.Architecture;
        if (name.SequenceEqual("Section"u8))
            return TextField.Section;
        if (name.SequenceEqual("Source"u8))
            return TextField.Source;
        if (name.SequenceEqual("Filename"u8))
            return TextField.Filename;
        if (name.SequenceEqual("Pre-Depends"u8))
            return TextField.PreDepends;
        if (name.SequenceEqual("Depends"u8))
            return TextField.Depends;
        if (name.SequenceEqual("Provides"u8))
            return TextField.Provides;
        if (name.SequenceEqual("Conflicts"u8))
            return TextField.Conflicts;
        if (name.SequenceEqual("Breaks"u8))
            return TextField.Breaks;
        return name.SequenceEqual("Replaces"u8) ? TextField.Replaces : null;
    }
}
