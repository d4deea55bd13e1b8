using System.Security.Cryptography;
using EnvCompiler.Host.Processes;
using EnvCompiler.Ship.Signing;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Signing;

public sealed class KeyFilesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void Keys_in_all_their_forms_are_one()
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10);
        var files = ((string[])[key.ExportPkcs8PrivateKeyPem(), key.ExportECPrivateKeyPem(), key.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters)])
            .Select((pem, index) => directory.Write($"{index}.key", pem)).ToArray();
        var publicKey = KeyFiles.ReadPublic(directory.Write("team.pub", key.ExportSubjectPublicKeyInfoPem())).Value;
        Assert.All(files, file =>
        {
            using var read = KeyFiles.ReadPrivate(file, () => "secret").Value;
            Assert.Equal(publicKey, read.Public);
        });
    }

    [Requires("openssl")]
    public async Task Keys_of_the_commands_that_the_hint_names_are_read()
    {
        var (privateFile, publicFile) = (directory.File("team.key"), directory.File("team.pub"));
        await OpensslAsync("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes256", "-pass", "pass:secret", "-out", privateFile);
        await OpensslAsync("pkey", "-in", privateFile, "-passin", "pass:secret", "-pubout", "-out", publicFile);
        using var read = KeyFiles.ReadPrivate(privateFile, () => "secret").Value;
        Assert.Equal(KeyFiles.ReadPublic(publicFile).Value, read.Public);
    }

    [Fact]
    public void What_is_no_such_key_is_told_with_the_reason()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(1024);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10);
        (string Pem, string? Password, string Reason)[] bad =
        [
            (key.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters), "wrong", "the password does not open it"),
            (key.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters), null, "`ENVC_SIGNING_PASSWORD` is not set"),
            (other.ExportPkcs8PrivateKeyPem(), null, "not of the curve P-256"),
            (rsa.ExportPkcs8PrivateKeyPem(), null, "no private key of ECDSA"),
            (key.ExportSubjectPublicKeyInfoPem(), null, "no private key of ECDSA"),
            ("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n", "secret", "cosign's own form"),
            ("hello", null, "no private key of ECDSA"),
        ];
        foreach (var (pem, password, reason) in bad)
        {
            var problem = Assert.Single(KeyFiles.ReadPrivate(directory.Write("x.key", pem), () => password).Diagnostics);
            Assert.Equal("ENVC1050", problem.Code);
            Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        }

        Assert.Contains("there is no such file", Assert.Single(KeyFiles.ReadPublic(directory.File("none.pub")).Diagnostics).Message, StringComparison.Ordinal);
        Assert.Contains("a private key", Assert.Single(KeyFiles.ReadPublic(directory.Write("y.pub", key.ExportPkcs8PrivateKeyPem())).Diagnostics).Message, StringComparison.Ordinal);
        Assert.Contains("not of the curve", Assert.Single(KeyFiles.ReadPublic(directory.Write("z.pub", other.ExportSubjectPublicKeyInfoPem())).Diagnostics).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        key.Dispose();
        directory.Dispose();
    }

    private static async Task OpensslAsync(params string[] arguments)
    {
        var result = await new ProcessRunner().RunAsync("openssl", arguments, default);
        Assert.True(result!.ExitCode == 0, result.Error);
    }
}
