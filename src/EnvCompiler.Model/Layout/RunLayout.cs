using System.Globalization;
using System.Text;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Layout;

/// <summary>
/// Sockets, locks and states of running activations of one environment: on a local file system, never NFS, gone after a reboot.
/// <code>
/// BASE/HASH12-NAME/           0700
///      supervisor.sock        control socket, 0600
///      supervisor.lock        flock held by the running supervisor; its content names the pid
///      services.json          run-state: pid, start time, boot id of every instance
///      notify-N               socket on which instance N tells how it is (sd_notify)
///      target                 the target of the last activation, and why: a line each, 0600
///      activations/PID        one running activation, 0600: start time, boot id, generation, target
///      shells/PID/            start-up files of a shell of `envc activate`, 0600
///      starts/N-SYSTEM-ACCELERATOR         what hook.on-activate changed, 0600
///      starts/N-SYSTEM-ACCELERATOR.lock    flock held while the hook runs
/// </code>
/// BASE is <c>/run/envc</c> for uid 0, <c>$XDG_RUNTIME_DIR/envc</c> or <c>/tmp/envc-UID</c> otherwise.
/// </summary>
/// <param name="Directory">The environment's run directory.</param>
public sealed record RunLayout(string Directory)
{
    /// <summary>The run directory of an environment: its name carries 12 hex digits of the SHA-256 of the environment's real path.</summary>
    public static RunLayout Of(string runBase, string environmentRealPath)
    {
        var hash = ManagedSha256.Of(Encoding.UTF8.GetBytes(environmentRealPath))[..12];
        var name = new string([.. Path.GetFileName(environmentRealPath).Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-').Take(24)]);
        return new RunLayout(Path.Combine(runBase, $"{hash}-{name}"));
    }

    /// <summary>Control socket; at most 107 bytes on Linux.</summary>
    public string Socket => Path.Combine(Directory, "supervisor.sock");

    /// <summary>Held by the supervisor for its life.</summary>
    public string SupervisorLock => Path.Combine(Directory, "supervisor.lock");

    /// <summary>Run-state of service instances.</summary>
    public string ServiceState => Path.Combine(Directory, "services.json");

    /// <summary>Where an instance tells how it is; no longer than <see cref="Socket"/>.</summary>
    public string NotifySocket(int instance) => Path.Combine(Directory, $"notify-{instance.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The target that the last activation chose, and why.</summary>
    public string Target => Path.Combine(Directory, "target");

    /// <summary>Records of running activations.</summary>
    public string Activations => Path.Combine(Directory, "activations");

    /// <summary>The record of a process.</summary>
    public string Activation(int pid) => Path.Combine(Activations, pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>Start-up files of the shell that a process becomes.</summary>
    public string ShellFiles(int pid) => Path.Combine(Directory, "shells", pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>What the hook of a generation and target changed when it was started.</summary>
    public string Start(int generation, Target target) => Path.Combine(
        Directory, "starts", $"{generation.ToString(CultureInfo.InvariantCulture)}-{target.System}-{target.Accelerator}");

    /// <summary>Held by the activation that runs that hook.</summary>
    public string StartLock(int generation, Target target) => Start(generation, target) + ".lock";
}
