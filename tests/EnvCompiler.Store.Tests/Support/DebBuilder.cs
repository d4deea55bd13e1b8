using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>A Debian package made in a test.</summary>
internal sealed class DebBuilder(string name)
{
    private readonly TarBuilder control = new();

    public string Version { get; init; } = "1.0";

    public string Fields { get; init; } = "";

    public TarBuilder Data { get; } = new();

    public DebBuilder With(Action<TarBuilder> data)
    {
        data(Data);
        return this;
    }

    public DebBuilder Control(string file, string text)
    {
        control.File($"./{file}", text, 0b111_101_101);
        return this;
    }

    public byte[] Build() => Archive(Data.Build());

    /// <summary>The package with any bytes as its uncompressed data archive.</summary>
    public byte[] Archive(byte[] data)
    {
        control.File("./control", $"Package: {name}\nVersion: {Version}\nArchitecture: amd64\n{Fields}Description: made in a test\n");
        using var ar = new MemoryStream();
        ar.Write("!<arch>\n"u8);
        Member(ar, "debian-binary", "2.0\n"u8.ToArray());
        Member(ar, "control.tar.gz", Gzip(control.Build()));
        Member(ar, "data.tar.gz", Gzip(data));
        return ar.ToArray();
    }

    /// <summary>What a lock would say about a package of these bytes.</summary>
    public LockedPackage Locked(byte[] deb) => new()
    {
        Kind = "debian",
        Name = name,
        Version = Version,
        Architecture = "amd64",
        Catalog = "debian",
        Suite = "forky",
        Path = $"pool/main/{name}_{Version}_amd64.deb",
        Size = deb.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(deb)),
    };

    public static void Member(Stream ar, string name, byte[] content)
    {
        ar.Write(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{content.Length,-10}`\n"));
        ar.Write(content);
        if (content.Length % 2 != 0)
            ar.WriteByte((byte)'\n');
    }

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
