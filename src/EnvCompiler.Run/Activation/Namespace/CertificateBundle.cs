namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>The root's CA bundle plus certificates that the host's administrator added, or null when there are none.</summary>
internal static class CertificateBundle
{
    /// <summary>Path inside a root.</summary>
    internal const string Place = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>Where administrators of Debian, Fedora, SUSE and Arch put certificates, relative to the host's <c>/</c>.</summary>
    internal static readonly string[] Places =
    [
        "usr/local/share/ca-certificates", "etc/pki/ca-trust/source/anchors", "etc/pki/trust/anchors", "etc/ca-certificates/trust-source/anchors",
    ];

    // What the tools of these systems read; other encodings (DER) they convert, and envc leaves out.
    private const string PemMark = "-----BEGIN CERTIFICATE-----";

    internal static string? Compose(string hostRoot, string rootFileSystem)
    {
        var bundle = rootFileSystem + Place;
        if (!File.Exists(bundle))
            return null;
        var certificates = Places.Select(place => new DirectoryInfo(Path.Combine(hostRoot, place))).Where(place => place.Exists)
            .SelectMany(place => place.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
            .Where(file => file.Extension is ".crt" or ".pem")
            .Select(file => File.ReadAllText(file.FullName).TrimEnd() + "\n")
            .Where(text => text.Contains(PemMark, StringComparison.Ordinal))
            .ToList();
        return certificates.Count == 0 ? null : File.ReadAllText(bundle) + string.Concat(certificates);
    }
}
