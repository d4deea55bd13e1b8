namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// Files of the host's <c>/etc</c> that hold inside a root too. The host's directory is bound at <c>/.host-etc</c> and they are links
/// into it, so that a file which the host replaces (as DHCP clients replace <c>resolv.conf</c>) is seen at once.
/// </summary>
internal static class HostEtc
{
    /// <summary>Where the host's <c>/etc</c> is inside; at depth one, so that its links <c>../run/…</c> lead where they lead outside.</summary>
    internal const string Place = "/.host-etc";

    private static readonly string[] Names =
        ["resolv.conf", "hosts", "hostname", "host.conf", "localtime", "timezone", "machine-id", "krb5.conf", "krb5.conf.d"];

    /// <summary>Links for the names that this host has, by path inside.</summary>
    internal static Dictionary<string, NamespaceStep> Links(string hostRoot)
    {
        var links = new Dictionary<string, NamespaceStep>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            var file = new FileInfo(Path.Combine(hostRoot, "etc", name));
            if (!file.Exists && file.LinkTarget is null && !Directory.Exists(file.FullName))
                continue;
            // Programs read the time zone's name from where this link leads, so it stays the host's link.
            var target = name == "localtime" && file.LinkTarget is { } zone ? zone : $"..{Place}/{name}";
            links[$"/etc/{name}"] = new SymlinkStep(target, $"/etc/{name}");
        }

        links["/etc/mtab"] = new SymlinkStep("/proc/self/mounts", "/etc/mtab");
        return links;
    }
}
