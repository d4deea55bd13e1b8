using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Distribution;

/// <summary>The name of content by its hash: <c>sha256:…</c> or <c>sha512:…</c> (image-spec, descriptor.md, "Digests").</summary>
[JsonConverter(typeof(DigestJsonConverter))]
public readonly record struct Digest
{
    private const string Sha256 = "sha256";
    private const string Sha512 = "sha512";

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    private Digest(string algorithm, string hex)
    {
        Algorithm = algorithm;
        Hex = hex;
    }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Lower-case hexadecimal.</summary>
    public string Hex { get; }

    /// <summary>The digest of content at hand.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => new(Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>A SHA-256 that is known, in lower-case hexadecimal.</summary>
    public static Digest OfSha256(string hex) => TryParse($"{Sha256}:{hex}", out var digest) ? digest : throw new ArgumentException($"`{hex}` is no SHA-256", nameof(hex));

    /// <summary>Reads <c>ALGORITHM:HEX</c>; false for anything else, an algorithm that is not registered too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text?.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            return false;
        var (algorithm, hex) = (text[..colon], text[(colon + 1)..]);
        if (hex.Length != algorithm switch { Sha256 => 64, Sha512 => 128, _ => -1 } || hex.AsSpan().ContainsAnyExcept(s_hexadecimal))
            return false;
        digest = new Digest(algorithm, hex);
        return true;
    }

    /// <summary>A hash of this digest's algorithm.</summary>
    public IncrementalHash CreateHash() =>
        IncrementalHash.CreateHash(Algorithm == Sha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

    /// <summary>The digest of what a hash of <see cref="CreateHash"/> was fed with.</summary>
    public Digest Finish(IncrementalHash hash) => new(Algorithm, Convert.ToHexStringLower(hash.GetHashAndReset()));

    /// <summary>Whether content has this digest.</summary>
    public bool IsOf(ReadOnlySpan<byte> content)
    {
        using var hash = CreateHash();
        hash.AppendData(content);
        return Finish(hash) == this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
