namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// The file of all trusted CA certificates, as <c>update-ca-certificates</c> would make it: every certificate of
/// <c>/usr/share/ca-certificates</c>, in the order of their paths. (The program itself needs a shell, sed and openssl of the root.)
/// </summary>
internal static class CertificateBundle
{
    /// <summary>Where programs look for it.</summary>
    public const string Path = "etc/ssl/certs/ca-certificates.crt";

    private const string Source = "usr/share/ca-certificates/";

    /// <summary>Adds the bundle to the plan.</summary>
    /// <returns>False when there are no certificates, or a package brings a bundle itself.</returns>
    public static bool Make(RootPlan plan)
    {
        if (plan.Find(Path) is not null)
            return false;
        var certificates = Sources(plan);
        if (certificates.Count == 0)
            return false;
        using var bundle = new MemoryStream();
        foreach (var (_, _, content) in certificates)
        {
            bundle.Write(content);
            if (content is not [.., (byte)'\n'])
                bundle.WriteByte((byte)'\n');
        }

        plan.Set(Path, new RootEntry.Composed(certificates[0].Owner, bundle.ToArray()));
        return true;
    }

    /// <summary>The certificates of all packages with their file names, in the order of their paths.</summary>
    public static IReadOnlyList<(string Owner, string Name, byte[] Content)> Sources(RootPlan plan) =>
    [
        .. plan.Entries
            .Where(entry => entry.Key.StartsWith(Source, StringComparison.Ordinal) && entry.Key.EndsWith(".crt", StringComparison.Ordinal) && entry.Value is RootEntry.Linked)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Value.Owner, entry.Key[(entry.Key.LastIndexOf('/') + 1)..], File.ReadAllBytes(((RootEntry.Linked)entry.Value).Source))),
    ];
}
