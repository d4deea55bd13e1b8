using EnvCompiler.Host.Processes;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>The variables that envc was started with.</summary>
internal static class CallerVariables
{
    // What a person and a terminal need; nothing of it changes what an environment computes.
    private static readonly string[] s_kept =
    [
        "HOME", "USER", "LOGNAME", "SHELL", "TERM", "COLORTERM", "NO_COLOR", "LANG", "LANGUAGE", "TZ", "TMPDIR", "PWD", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME",
        "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "ENVC_STORE", "ENVC_ENTER", "ENVC_DEBIAN_MIRROR",
    ];

    /// <summary>All of them.</summary>
    internal static Dictionary<string, string> Read() => OwnVariables.Read();

    /// <summary>Those that `--pure` lets through (docs/commands.md), with the PATH of a fresh login.</summary>
    internal static Dictionary<string, string> ReadPure()
    {
        var pure = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
        foreach (var (name, value) in Read())
        {
            if (Array.IndexOf(s_kept, name) >= 0 || name.StartsWith("LC_", StringComparison.Ordinal))
                pure[name] = value;
        }

        return pure;
    }
}
