using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>OpenPGP public keys that may sign a Release, in the binary form that verifiers read.</summary>
/// <param name="Content">Transferable public keys, one after the other.</param>
/// <param name="IsDebians">The keys that ship with envc.</param>
internal sealed record Keyring(byte[] Content, bool IsDebians)
{
    private const string ArmorHead = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    /// <summary>Names the keys in cache keys.</summary>
    internal string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>The keyring of a catalog: its own file, or Debian's archive keys.</summary>
    internal static Result<Keyring> Of(CatalogRequest request)
    {
        if (request.Definition?.Keyring is not { } path)
            return Debians();
        var full = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(request.Manifest.File))!, path);
        var place = request.PlaceOf("keyring");
        try
        {
            var content = File.ReadAllBytes(full);
            return Dearmor(content) is { Length: > 0 } keys
                ? new Keyring(keys, IsDebians: false)
                : CatalogDiagnostics.NoKeyring(place, path, "it holds no keys");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CatalogDiagnostics.NoKeyring(place, path, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message);
        }
        catch (FormatException)
        {
            return CatalogDiagnostics.NoKeyring(place, path, "its text armor is damaged");
        }
    }

    private static Keyring Debians()
    {
        using var stream = typeof(Keyring).Assembly.GetManifestResourceStream("debian-archive-keyring.pgp")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Keyring(content, IsDebians: true);
    }

    // RFC 9580, 6.2: headers until an empty line, base64, a checksum line that starts with "=". Verifiers want binary keys.
    private static byte[] Dearmor(byte[] content)
    {
        if (!content.AsSpan().StartsWith(Encoding.ASCII.GetBytes(ArmorHead)))
            return content;
        var keys = new List<byte>();
        foreach (var block in Encoding.ASCII.GetString(content).ReplaceLineEndings("\n").Split(ArmorHead)[1..])
        {
            var lines = block.Split('\n').SkipWhile(line => line.Trim().Length > 0 && !line.StartsWith("-----", StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal))
                .SkipWhile(line => line.Trim().Length == 0)
                .TakeWhile(line => !line.StartsWith('=') && !line.StartsWith('-'));
            keys.AddRange(Convert.FromBase64String(string.Concat(lines)));
        }

        return [.. keys];
    }
}
