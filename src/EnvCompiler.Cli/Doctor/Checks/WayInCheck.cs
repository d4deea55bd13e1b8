using System.Threading;
using EnvCompiler.Run.Activation.Status;
using EnvCompiler.Run.Activation.Ways;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>
/// Whether programs can be run in a root here: what an activation has recorded, else what the host's own programs can do of the same kind, in the order in
/// which envc tries: mounting, a user namespace, the host's bwrap, ptrace.
/// </summary>
internal sealed class WayInCheck : IDoctorCheck
{
    private const string Fix = "sysctl -w user.max_user_namespaces=15000, or install bubblewrap; in a container, allow user namespaces or ptrace";

    /// <inheritdoc/>
    public string Name => "way-in";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) =>
        [Recorded(host) ?? await TryAsync(host, cancellation)];

    private CheckResult? Recorded(DoctorHost host)
    {
        if (host.Environment?.Live is not { } live)
            return null;
        var status = new StatusReader(host.Context).Read(live, host.Variables);
        if (status.Way is not { } way)
            return null;
        return way == WayIn.Proot.Name ? Slow(status.WayReason) : CheckResult.Ok(Name, $"`{way}`: {status.WayReason}");
    }

    private async Task<CheckResult> TryAsync(DoctorHost host, CancellationToken cancellation)
    {
        if (host.Context.UserId == 0 && WayConditions.HasSysAdmin(host.Context.HostRoot))
            return CheckResult.Ok(Name, $"`{WayIn.Mount.Name}`: uid 0 may mount");
        var user = await ReasonAsync(host, ["unshare", "--user", "--map-root-user", "--mount", "true"], cancellation);
        if (user is null)
            return CheckResult.Ok(Name, $"`{WayIn.User.Name}`: user namespaces work");
        var bwrap = await ReasonAsync(host, [WayConditions.HostBwrap, "--unshare-user", "--ro-bind", "/", "/", "true"], cancellation);
        if (bwrap is null)
            return CheckResult.Ok(Name, $"`{WayIn.HostBwrap.Name}`: the host's bwrap works");
        var refused = $"no namespace can be made ({user}; {bwrap})";
        if (IsPtraceForbidden(host))
            return CheckResult.Failed(Name, $"{refused}, and `kernel.yama.ptrace_scope` forbids ptrace", Fix);
        return await ReasonAsync(host, ["proot", "true"], cancellation) is { } proot
            ? CheckResult.Warning(Name, $"{refused}, and whether ptrace works shows when an environment is activated ({proot})", Fix)
            : Slow(refused);
    }

    // Yama's strictest setting (Documentation/admin-guide/LSM/Yama.rst).
    private static bool IsPtraceForbidden(DoctorHost host)
    {
        var file = host.At("proc/sys/kernel/yama/ptrace_scope");
        return File.Exists(file) && File.ReadAllText(file).Trim() == "3";
    }

    private CheckResult Slow(string reason) => CheckResult.Warning(Name, $"`{WayIn.Proot.Name}`, several times slower: {reason}", Fix);

    // Null where it works.
    private static async Task<string?> ReasonAsync(DoctorHost host, string[] command, CancellationToken cancellation)
    {
        var said = await host.Processes.RunAsync(command[0], command[1..], cancellation);
        if (said is null)
            return $"the host has no `{Path.GetFileName(command[0])}`";
        return said.ExitCode == 0 ? null : said.Error.Trim().Split('\n')[0] is { Length: > 0 } line ? line : $"`{command[0]}` ended with exit code {said.ExitCode}";
    }
}
