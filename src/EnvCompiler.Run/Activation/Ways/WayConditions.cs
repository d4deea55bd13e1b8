using System.Text;

namespace EnvCompiler.Run.Activation.Ways;

/// <summary>What decides which ways in work on a host, whatever its boot: equal conditions mean that a recorded choice still holds.</summary>
public static class WayConditions
{
    // Raised when envc enters in another way.
    private const int Recipe = 1;

    // Of capabilities(7).
    private const int SysAdmin = 21;

    /// <summary>The host's own bwrap: the path that AppArmor's profile of it names.</summary>
    public const string HostBwrap = "/usr/bin/bwrap";

    private static readonly string[] Limits =
    [
        "user/max_user_namespaces", "user/max_mnt_namespaces", "kernel/unprivileged_userns_clone", "kernel/apparmor_restrict_unprivileged_userns",
    ];

    /// <summary>One line.</summary>
    /// <param name="hostRoot">Where the host's file system is read.</param>
    /// <param name="rootFileSystem">A root of the environment.</param>
    public static string Describe(string hostRoot, string rootFileSystem)
    {
        var text = new StringBuilder($"recipe={Recipe}");
        foreach (var (name, value) in OwnStatus(hostRoot))
        {
            if (name is "CapEff" or "NoNewPrivs" or "Seccomp")
                text.Append(' ').Append(name).Append('=').Append(value);
        }

        foreach (var limit in Limits)
        {
            var file = Path.Combine(hostRoot, "proc/sys", limit);
            text.Append(' ').Append(limit).Append('=').Append(File.Exists(file) ? File.ReadAllText(file).Trim() : "-");
        }

        text.Append(" bwrap=").Append(File.GetLastWriteTimeUtc(hostRoot.TrimEnd('/') + HostBwrap).Ticks);
        foreach (var tool in (ReadOnlySpan<string>)["perl", "bwrap", "proot"])
            text.Append(' ').Append(tool).Append('=').Append(File.Exists($"{rootFileSystem}/usr/bin/{tool}") ? "yes" : "no");
        return text.ToString();
    }

    /// <summary>Whether this process may mount.</summary>
    public static bool HasSysAdmin(string hostRoot)
    {
        foreach (var (name, value) in OwnStatus(hostRoot))
        {
            if (name == "CapEff")
                return (Convert.ToUInt64(value, 16) >> SysAdmin & 1) != 0;
        }

        return false;
    }

    private static IEnumerable<(string Name, string Value)> OwnStatus(string hostRoot)
    {
        foreach (var line in File.ReadLines(Path.Combine(hostRoot, "proc/self/status")))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            yield return (line[..colon], line[(colon + 1)..].Trim());
        }
    }
}
