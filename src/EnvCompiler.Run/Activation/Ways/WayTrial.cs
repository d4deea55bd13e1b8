using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Activation.Ways;

/// <summary>Tries a way in as it will be used: <c>enter</c> runs <c>true</c> by it.</summary>
/// <param name="host">The host and user.</param>
/// <param name="processes">Runs <c>enter</c>.</param>
/// <param name="enter">Absolute path of <c>enter</c>.</param>
/// <param name="group">A group of the generation.</param>
/// <param name="prepareProot">Makes what proot needs; the reason why that cannot be, or null.</param>
internal sealed class WayTrial(
    HostContext host, IProcessRunner processes, string enter, string group, Func<CancellationToken, Task<string?>> prepareProot)
{
    // Of `enter`: the namespace was made, and `true` is not in it.
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    /// <summary>Tries it.</summary>
    /// <param name="way">The way.</param>
    /// <param name="rootFileSystem">The group's root in the store.</param>
    /// <param name="cancellation">Ends what is tried.</param>
    internal async Task<WayVerdict> RunAsync(WayIn way, string rootFileSystem, CancellationToken cancellation)
    {
        var missing = MissingNeed(way, rootFileSystem) ?? (way == WayIn.Proot ? await prepareProot(cancellation) : null);
        if (missing is not null)
            return new WayVerdict(way.Name, Works: false, missing);
        // The caller's directory may be one that is not seen inside.
        var said = await processes.RunAsync(
            "sh", ["-c", "cd / && ENVC_ENTER=try:$1 exec \"$2\" \"$3\" true", "sh", way.Name, enter, group], cancellation);
        return said switch
        {
            null => new WayVerdict(way.Name, Works: false, "the host has no sh"),
            { ExitCode: 0 or NotExecutable or NotFound } => new WayVerdict(way.Name, Works: true, way.Reason),
            _ => new WayVerdict(way.Name, Works: false, FirstLine(said)),
        };
    }

    private string? MissingNeed(WayIn way, string rootFileSystem)
    {
        if (way == WayIn.Mount && host.UserId != 0)
            return "only uid 0 may mount without a user namespace";
        if (way == WayIn.Mount && !WayConditions.HasSysAdmin(host.HostRoot))
            return "uid 0 has no CAP_SYS_ADMIN here";
        if (way == WayIn.HostBwrap && !File.Exists(host.HostRoot.TrimEnd('/') + WayConditions.HostBwrap))
            return $"the host has no {WayConditions.HostBwrap}";
        return (way == WayIn.Bwrap || way == WayIn.Proot) && !File.Exists($"{rootFileSystem}/usr/bin/{way.Name}")
            ? $"the root has no {way.Name}"
            : null;
    }

    private static string FirstLine(ProcessOutput said)
    {
        var line = said.Error.Split('\n')[0];
        line = (line.StartsWith("envc: ", StringComparison.Ordinal) ? line["envc: ".Length..] : line).Trim();
        return line.Length > 0 ? line : $"it ended with exit code {said.ExitCode} and said nothing";
    }
}
