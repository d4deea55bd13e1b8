using System.Security.Cryptography;
using EnvCompiler.Ship.Signing;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>A new pair of keys in files.</summary>
internal sealed class TestKeys : IDisposable
{
    internal TestKeys(TemporaryDirectory directory, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile = directory.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem());
        PublicFile = directory.Write($"{name}.pub", key.ExportSubjectPublicKeyInfoPem());
        Private = KeyFiles.ReadPrivate(PrivateFile, () => null).Value;
    }

    internal string PrivateFile { get; }

    internal string PublicFile { get; }

    internal SigningKey Private { get; }

    internal KeyRing Ring(string? signedAs = null) => new([KeyFiles.ReadPublic(PublicFile).Value], signedAs, "/etc/envc/config.toml");

    public void Dispose() => Private.Dispose();
}
