using System.Security.Cryptography;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Signing;

/// <summary>Reads keys in PEM: ECDSA on P-256, what cosign makes and every tool has.</summary>
public static class KeyFiles
{
    private const string Curve = "1.2.840.10045.3.1.7";

    /// <summary>A private key: PKCS #8, encrypted or not, or SEC 1.</summary>
    /// <param name="path">The file.</param>
    /// <param name="askPassword">The password of an encrypted one; null where nobody says it. Called only for one that is encrypted.</param>
    /// <returns>The key, or ENVC1050.</returns>
    public static Result<SigningKey> ReadPrivate(string path, Func<string?> askPassword)
    {
        if (!Read(path).TryGet(out var pem, out var problems))
            return Result<SigningKey>.Failure(problems);
        // scrypt and secretbox, which .NET does not have.
        if (pem.Contains("BEGIN ENCRYPTED SIGSTORE PRIVATE KEY", StringComparison.Ordinal) || pem.Contains("BEGIN ENCRYPTED COSIGN PRIVATE KEY", StringComparison.Ordinal))
            return ShipDiagnostics.BadKey(path, "it is encrypted in cosign's own form, which envc does not read");
        var isEncrypted = pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        var password = isEncrypted ? askPassword() : null;
        if (isEncrypted && password is null)
            return ShipDiagnostics.BadKey(path, "it is encrypted, and `ENVC_SIGNING_PASSWORD` is not set");
        return Import(path, isEncrypted ? "the password does not open it" : "it is no private key of ECDSA in PEM", key =>
        {
            if (isEncrypted)
                key.ImportFromEncryptedPem(pem, password);
            else
                key.ImportFromPem(pem);
            // Throws where it is a public one.
            CryptographicOperations.ZeroMemory(key.ExportParameters(includePrivateParameters: true).D);
        }).TryGet(out var imported, out problems) ? new SigningKey(imported) : Result<SigningKey>.Failure(problems);
    }

    /// <summary>A public key: SubjectPublicKeyInfo (<c>cosign.pub</c>, <c>openssl ec -pubout</c>).</summary>
    /// <returns>The key, or ENVC1050.</returns>
    public static Result<PublicKey> ReadPublic(string path)
    {
        if (!Read(path).TryGet(out var pem, out var problems))
            return Result<PublicKey>.Failure(problems);
        // It would do, and would lie where many can read it.
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return ShipDiagnostics.BadKey(path, "it is a private key, and a public one is needed here");
        if (!Import(path, "it is no public key of ECDSA in PEM", key => key.ImportFromPem(pem)).TryGet(out var imported, out problems))
            return Result<PublicKey>.Failure(problems);
        using (imported)
            return new PublicKey(imported.ExportSubjectPublicKeyInfo());
    }

    private static Result<ECDsa> Import(string path, string reason, Action<ECDsa> import)
    {
        var key = ECDsa.Create();
        try
        {
            import(key);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == Curve)
                return key;
            reason = "it is not of the curve P-256";
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Of another form: the reason says so.
        }

        key.Dispose();
        return ShipDiagnostics.BadKey(path, reason);
    }

    private static Result<string> Read(string path)
    {
        try
        {
            return Result<string>.Success(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ShipDiagnostics.BadKey(path, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return ShipDiagnostics.BadKey(path, "it may not be read");
        }
    }
}
