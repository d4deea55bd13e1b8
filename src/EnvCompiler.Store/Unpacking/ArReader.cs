using System.Text;

namespace EnvCompiler.Store.Unpacking;

/// <summary>
/// Members of an <c>ar</c> archive, in order, as far as Debian packages use the format (deb(5)): names of at most 16 characters,
/// 60-byte headers, bodies padded to even offsets.
/// </summary>
/// <param name="archive">Positioned at the start; read forward only; disposed with the reader.</param>
internal sealed class ArReader(Stream archive) : IDisposable
{
    private const int HeaderSize = 60;
    private ArMember? current;

    /// <summary>The next member, or null at the end. What is left of the one before is skipped.</summary>
    /// <exception cref="InvalidDataException">Not an ar archive, or cut off.</exception>
    public ArMember? Next()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (current is null)
            ReadMagic();
        else
            current.SkipRest();
        var count = archive.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        if (count == 0)
            return current = null;
        if (count < HeaderSize || header[58] != '`' || header[59] != '\n')
            throw new InvalidDataException("it is cut off or damaged at an ar member header");
        var name = Encoding.ASCII.GetString(header[..16]).TrimEnd().TrimEnd('/');
        if (!long.TryParse(header[48..58].TrimEnd((byte)' '), out var size) || size < 0)
            throw new InvalidDataException($"the size of its ar member `{name}` is not a number");
        return current = new ArMember(name, size, archive);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        current?.Dispose();
        archive.Dispose();
    }

    private void ReadMagic()
    {
        Span<byte> magic = stackalloc byte[8];
        if (archive.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual("!<arch>\n"u8))
            throw new InvalidDataException("it is not an ar archive");
    }
}
