namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>The root's CA bundle plus certificates that the host's administrator added, or null when there are none.</summary>
internal static class CertificateBundle
{
    /// <summary>Path inside a root.</summary>
    internal const string Place = "/etc/ssl/certs/ca-certificates.crt";

    internal static string? Compose(string hostRoot, string rootFileSystem)
    {
        var added = new DirectoryInfo(Path.Combine(hostRoot, "usr/local/share/ca-certificates"));
        var bundle = rootFileSystem + Place;
        if (!added.Exists || !File.Exists(bundle))
            return null;
        var certificates = added.EnumerateFiles("*.crt", SearchOption.AllDirectories)
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => File.ReadAllText(file.FullName).TrimEnd() + "\n")
            .ToList();
        return certificates.Count == 0 ? null : File.ReadAllText(bundle) + string.Concat(certificates);
    }
}
