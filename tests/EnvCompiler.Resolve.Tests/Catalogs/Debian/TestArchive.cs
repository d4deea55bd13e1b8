using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>The files of a small Debian archive with one suite, <c>forky</c>; a test changes fields or files to make it wrong.</summary>
internal sealed class TestArchive
{
    internal const string Now = "2026-11-21T12:00:00Z";

    /// <summary>Fields of the Release before its list of hashes.</summary>
    internal Dictionary<string, string> Fields { get; } = new()
    {
        ["Origin"] = "Test",
        ["Suite"] = "testing",
        ["Codename"] = "forky",
        ["Date"] = "Sat, 21 Nov 2026 08:00:00 UTC",
        ["Valid-Until"] = "Sat, 28 Nov 2026 08:00:00 UTC",
        ["Acquire-By-Hash"] = "yes",
        ["No-Support-for-Architecture-all"] = "Packages",
        ["Architectures"] = "all amd64",
        ["Components"] = "main",
    };

    /// <summary>The uncompressed index of main and amd64.</summary>
    internal string Packages { get; set; } = Stanza("curl", "8.1-2") + Stanza("wget", "1.21");

    /// <summary>The index of main and all, where the archive keeps it apart; it is not compressed.</summary>
    internal string? PackagesOfAll { get; set; }

    /// <summary>Compressed forms to offer and list; the plain file is listed but not there, as on real mirrors.</summary>
    internal string Ending { get; set; } = ".gz";

    /// <summary>Whether the index lies under its hash as well as under its name.</summary>
    internal bool HasByHash { get; set; } = true;

    internal static string Stanza(string name, string version) => $"""
        Package: {name}
        Version: {version}
        Architecture: amd64
        Filename: pool/main/{name}_{version}_amd64.deb
        Size: 1000
        SHA256: {new string('b', 64)}


        """;

    /// <summary>The Release's text.</summary>
    internal string Release()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Fields)
            text.Append(name).Append(": ").Append(value).Append('\n');
        var plain = Encoding.UTF8.GetBytes(Packages);
        text.Append("SHA256:\n").Append(Line("", plain));
        if (Ending.Length > 0)
            text.Append(Line(Ending, Compressed()));
        if (PackagesOfAll is { } all)
            text.Append(Line("", Encoding.UTF8.GetBytes(all), "all"));
        return text.ToString();
    }

    /// <summary>Files by path with leading slash.</summary>
    internal Dictionary<string, byte[]> Files(SigningKey key) => Files(key.ClearSign(Release()));

    /// <summary>Files by path with leading slash.</summary>
    internal Dictionary<string, byte[]> Files(byte[] inRelease)
    {
        const string index = "/debian/dists/forky/main/binary-amd64/";
        var compressed = Compressed();
        var files = new Dictionary<string, byte[]>
        {
            ["/debian/dists/forky/InRelease"] = inRelease,
            [$"{index}Packages{Ending}"] = compressed,
        };
        if (HasByHash)
            files[$"{index}by-hash/SHA256/{Hash(compressed)}"] = compressed;
        if (PackagesOfAll is { } all)
            files["/debian/dists/forky/main/binary-all/Packages"] = Encoding.UTF8.GetBytes(all);
        return files;
    }

    private static string Line(string ending, byte[] content, string architecture = "amd64") =>
        $" {Hash(content)} {content.Length} main/binary-{architecture}/Packages{ending}\n";

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private byte[] Compressed()
    {
        var plain = Encoding.UTF8.GetBytes(Packages);
        if (Ending.Length == 0)
            return plain;
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        return output.ToArray();
    }
}
