using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// The trusted CA certificates of Java, as <c>ca-certificates-java</c> would have <c>keytool</c> make them: a key store of the form JKS
/// (<c>sun.security.provider.JavaKeyStore</c>, version 2), which every Java reads whatever form it writes itself.
/// </summary>
internal static class JavaKeyStore
{
    /// <summary>Where <c>lib/security/cacerts</c> of every OpenJDK of Debian leads.</summary>
    public const string Path = "etc/ssl/certs/java/cacerts";

    private const uint Magic = 0xfeedfeed;
    private const uint Version = 2;
    private const uint TrustedCertificate = 2;
    private const string Password = "changeit";
    private const string Salt = "Mighty Aphrodite";

    /// <summary>Adds the key store to a plan that has the directory for it.</summary>
    /// <param name="plan">All packages' files.</param>
    /// <returns>False when no package wants one, or there are no certificates.</returns>
    public static bool Make(RootPlan plan)
    {
        if (plan.Find("usr/share/ca-certificates-java") is not { } wanting || plan.Find(Path) is not null)
            return false;
        var certificates = new List<(string Alias, byte[] Der)>();
        foreach (var (_, name, content) in CertificateBundle.Sources(plan))
        {
            var text = Encoding.ASCII.GetString(content);
            if (PemEncoding.TryFind(text, out var fields))
                certificates.Add((Alias(name), Convert.FromBase64String(text[fields.Base64Data])));
        }

        if (certificates.Count == 0)
            return false;
        plan.Set(Path, new RootEntry.Composed(wanting.Owner, Bytes(certificates)));
        return true;
    }

    /// <summary>The bytes of a key store.</summary>
    /// <param name="certificates">Aliases with X.509 certificates in DER.</param>
    public static byte[] Bytes(IReadOnlyList<(string Alias, byte[] Der)> certificates)
    {
        using var store = new MemoryStream();
        Write(store, Magic);
        Write(store, Version);
        Write(store, (uint)certificates.Count);
        foreach (var (alias, der) in certificates)
        {
            Write(store, TrustedCertificate);
            WriteText(store, alias);
            // The time of entry, milliseconds since 1970: the same in every root.
            Write(store, 0);
            Write(store, 0);
            WriteText(store, "X.509");
            Write(store, (uint)der.Length);
            store.Write(der);
        }

        // Not a secret: it is how the format tells damage from truth.
#pragma warning disable CA5350
        store.Write(SHA1.HashData([.. Encoding.BigEndianUnicode.GetBytes(Password), .. Encoding.ASCII.GetBytes(Salt), .. store.ToArray()]));
#pragma warning restore CA5350
        return store.ToArray();
    }

    // As the package's own program names them: by the link in /etc/ssl/certs that `update-ca-certificates` makes.
    private static string Alias(string file) =>
        "debian:" + System.IO.Path.ChangeExtension(file, ".pem").Replace(' ', '_').Replace('(', '=').Replace(')', '=').Replace(',', '_').ToLowerInvariant();

    private static void Write(Stream stream, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        stream.Write(bytes);
    }

    // DataOutput.writeUTF; its own encoding is UTF-8 but for NUL and what lies beyond the first plane.
    private static void WriteText(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        stream.WriteByte((byte)(bytes.Length >> 8));
        stream.WriteByte((byte)bytes.Length);
        stream.Write(bytes);
    }
}
