using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Preflight;

/// <summary>Signals through a pidfd: once it is open the pid cannot come to mean another process.</summary>
public sealed class PidFdSignalSender : ISignalSender
{
    /// <inheritdoc/>
    public bool Send(ProcProcess process, int signal, Func<ProcProcess, bool> isSame)
    {
        using var handle = ProcessHandle.TryOpen(process.Pid);
        return handle is not null && isSame(process) && handle.Signal(signal);
    }

    /// <inheritdoc/>
    public void SendGroup(int group, int signal) => ProcessGroups.Signal(group, signal);
}
