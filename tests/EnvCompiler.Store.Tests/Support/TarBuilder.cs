using System.Text;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>Writes tar archives byte by byte, so that a test can write what no tool would.</summary>
internal sealed class TarBuilder
{
    private readonly MemoryStream bytes = new();

    public TarBuilder Directory(string name, int mode = 0b111_101_101) => Entry(name, '5', mode);

    public TarBuilder File(string name, string content, int mode = 0b110_100_100) => Entry(name, '0', mode, content: Encoding.UTF8.GetBytes(content));

    public TarBuilder File(string name, byte[] content) => Entry(name, '0', 0b110_100_100, content: content);

    public TarBuilder Symlink(string name, string target) => Entry(name, '2', 0b111_111_111, target);

    public TarBuilder HardLink(string name, string target) => Entry(name, '1', 0b110_100_100, target);

    public TarBuilder Device(string name) => Entry(name, '3', 0b110_100_100);

    /// <summary>A pax header with one record for the entry that follows.</summary>
    public TarBuilder Pax(string key, string value)
    {
        var body = $" {key}={value}\n";
        var length = Encoding.UTF8.GetByteCount(body);
        var digits = (length + length.ToString().Length).ToString().Length;
        return Entry("pax", 'x', 0, content: Encoding.UTF8.GetBytes($"{length + digits}{body}"));
    }

    /// <summary>GNU's header for a long name (<c>L</c>) or link target (<c>K</c>).</summary>
    public TarBuilder Long(char type, string text) => Entry("././@LongLink", type, 0, content: Encoding.UTF8.GetBytes(text + "\0"));

    public TarBuilder Entry(string name, char type, int mode, string target = "", byte[]? content = null, long? claimedSize = null)
    {
        var header = new byte[512];
        Encoding.UTF8.GetBytes(name, header);
        Octal(mode, 7).CopyTo(header, 100);
        Octal(claimedSize ?? content?.Length ?? 0, 11).CopyTo(header, 124);
        header[156] = (byte)type;
        Encoding.UTF8.GetBytes(target, header.AsSpan(157));
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        "        "u8.CopyTo(header.AsSpan(148));
        Octal(header.Sum(value => value), 6).CopyTo(header, 148);
        header[154] = 0;
        bytes.Write(header);
        bytes.Write(content ?? []);
        bytes.Write(new byte[-(content?.Length ?? 0) & 511]);
        return this;
    }

    public byte[] Build() => [.. bytes.ToArray(), .. new byte[1024]];

    public byte[] BuildWithoutEnd() => bytes.ToArray();

    private static byte[] Octal(long value, int digits) => Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0'));
}
