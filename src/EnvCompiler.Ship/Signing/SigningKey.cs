using System.Security.Cryptography;

namespace EnvCompiler.Ship.Signing;

/// <summary>A private key: ECDSA on P-256.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;

    internal SigningKey(ECDsa key)
    {
        this.key = key;
        Public = new PublicKey(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Its public half.</summary>
    public PublicKey Public { get; }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>Signs bytes.</summary>
    internal byte[] Sign(byte[] content) => key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
