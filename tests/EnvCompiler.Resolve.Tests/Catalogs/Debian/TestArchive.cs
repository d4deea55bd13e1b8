using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>The files of one suite of a small Debian archive; a test changes fields or files to make it wrong.</summary>
internal sealed class TestArchive(string suite = "forky", string directory = "debian")
{
    internal const string Now = "2026-11-21T12:00:00Z";

    private const string Main = "main/binary-amd64";

    /// <summary>Fields of the Release before its list of hashes.</summary>
    internal Dictionary<string, string> Fields { get; } = new()
    {
        ["Origin"] = "Test",
        ["Suite"] = suite == "forky" ? "testing" : suite,
        ["Codename"] = suite,
        ["Date"] = "Sat, 21 Nov 2026 08:00:00 UTC",
        ["Valid-Until"] = "Sat, 28 Nov 2026 08:00:00 UTC",
        ["Acquire-By-Hash"] = "yes",
        ["No-Support-for-Architecture-all"] = "Packages",
        ["Architectures"] = "all amd64",
        ["Components"] = "main",
    };

    /// <summary>Uncompressed indexes by directory, <c>main/binary-amd64</c>.</summary>
    internal SortedDictionary<string, string> Indexes { get; } = new(StringComparer.Ordinal) { [Main] = Stanza("curl", "8.1-2") + Stanza("wget", "1.21") };

    /// <summary>The index of main and amd64.</summary>
    internal string Packages
    {
        get => Indexes[Main];
        set => Indexes[Main] = value;
    }

    /// <summary>Forms that are listed and there; with compressed ones the plain file is listed but not there, as on real mirrors.</summary>
    internal IReadOnlyList<string> Endings { get; set; } = [".gz"];

    /// <summary>Whether the Release lists the plain file, and with it the decoded size.</summary>
    internal bool ListsPlain { get; set; } = true;

    /// <summary>Whether indexes lie under their hashes as well as under their names.</summary>
    internal bool HasByHash { get; set; } = true;

    /// <summary>Where the signed Release is served.</summary>
    internal string InRelease => $"/{directory}/dists/{suite}/InRelease";

    internal static string Stanza(string name, string version, string architecture = "amd64", string more = "") => $"""
        Package: {name}
        Version: {version}
        Architecture: {architecture}
        Filename: pool/main/{name}_{version}_{architecture}.deb
        Size: 1000
        SHA256: {new string('b', 64)}
        {more}
        """.TrimEnd() + "\n\n";

    /// <summary>The Release's text.</summary>
    internal string Release()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Fields)
            text.Append(name).Append(": ").Append(value).Append('\n');
        text.Append("SHA256:\n");
        foreach (var (path, content) in Indexes)
        {
            if (ListsPlain)
                text.Append(Line(path, "", Encoding.UTF8.GetBytes(content)));
            foreach (var ending in Endings.Where(ending => ending.Length > 0))
                text.Append(Line(path, ending, Compress(content, ending)));
        }

        return text.ToString();
    }

    /// <summary>Files by path with leading slash.</summary>
    internal Dictionary<string, byte[]> Files(SigningKey key) => Files(key.ClearSign(Release()));

    /// <summary>Files by path with leading slash.</summary>
    internal Dictionary<string, byte[]> Files(byte[] inRelease)
    {
        var files = new Dictionary<string, byte[]> { [InRelease] = inRelease };
        foreach (var (path, content) in Indexes)
        {
            foreach (var ending in Endings)
            {
                var compressed = Compress(content, ending);
                files[$"/{directory}/dists/{suite}/{path}/Packages{ending}"] = compressed;
                if (HasByHash)
                    files[$"/{directory}/dists/{suite}/{path}/by-hash/SHA256/{Hash(compressed)}"] = compressed;
            }
        }

        return files;
    }

    private static string Line(string path, string ending, byte[] content) => $" {Hash(content)} {content.Length} {path}/Packages{ending}\n";

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Compress(string content, string ending)
    {
        var plain = Encoding.UTF8.GetBytes(content);
        return ending switch
        {
            "" => plain,
            ".gz" => Gzip(plain),
            ".xz" => Filter("xz", plain),
            ".zst" => Filter("zstd", plain),
            _ => throw new ArgumentException($"no such form: {ending}"),
        };
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        return output.ToArray();
    }

    private static byte[] Filter(string program, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, "-c") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return output.ToArray();
    }
}
