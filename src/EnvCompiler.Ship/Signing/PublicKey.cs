using System.Security.Cryptography;

namespace EnvCompiler.Ship.Signing;

/// <summary>A public key: ECDSA on P-256, over SHA-256, signatures in ASN.1 DER (cosign, SIGNATURE_SPEC.md, "Signature Schemes").</summary>
/// <param name="info">SubjectPublicKeyInfo (RFC 5280).</param>
public sealed class PublicKey(byte[] info) : IEquatable<PublicKey>
{
    private byte[] Info => info;

    /// <summary>Whether a signature over some bytes is of this key.</summary>
    public bool HasSigned(byte[] content, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(info, out _);
        return key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) => other is not null && info.AsSpan().SequenceEqual(other.Info);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(info, info.Length - sizeof(int));
}
