using System.Threading;
using EnvCompiler.Run.Activation.Ways;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>What the kernel's settings say of user namespaces: limits, Debian's switch, AppArmor's restriction (Ubuntu 23.10 and later).</summary>
internal sealed class NamespaceLimitsCheck : IDoctorCheck
{
    private const string AppArmor = "apparmor";

    /// <inheritdoc/>
    public string Name => "user-namespaces";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<CheckResult>>([Limits(host), Restriction(host)]);

    private CheckResult Limits(DoctorHost host)
    {
        if (Setting(host, "user/max_user_namespaces") == "0")
            return CheckResult.Warning(Name, "`user.max_user_namespaces` is 0: nobody can make one", "sysctl -w user.max_user_namespaces=15000");
        if (Setting(host, "user/max_mnt_namespaces") == "0")
            return CheckResult.Warning(Name, "`user.max_mnt_namespaces` is 0: nobody can make a mount namespace", "sysctl -w user.max_mnt_namespaces=15000");
        return Setting(host, "kernel/unprivileged_userns_clone") == "0"
            ? CheckResult.Warning(Name, "`kernel.unprivileged_userns_clone` is 0: only uid 0 can make one", "sysctl -w kernel.unprivileged_userns_clone=1")
            : CheckResult.Ok(Name, "the kernel allows them");
    }

    private static CheckResult Restriction(DoctorHost host)
    {
        var setting = Setting(host, "kernel/apparmor_restrict_unprivileged_userns");
        if (setting is null)
            return CheckResult.Skipped(AppArmor, "this kernel does not restrict user namespaces by AppArmor");
        if (setting == "0")
            return CheckResult.Ok(AppArmor, "user namespaces are not restricted");
        return File.Exists(host.At(WayConditions.HostBwrap))
            ? CheckResult.Ok(AppArmor, $"user namespaces are restricted, and the profile of `{WayConditions.HostBwrap}` allows that one")
            : CheckResult.Warning(AppArmor, "user namespaces are restricted to programs with a profile", "apt install bubblewrap, or sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }

    private static string? Setting(DoctorHost host, string name)
    {
        var file = host.At($"proc/sys/{name}");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
