using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// One process by a pidfd: the pid may be used again by the kernel, the handle never means another process. It becomes readable
/// when the process ends (<see cref="DescriptorLoop"/>).
/// </summary>
public sealed class ProcessHandle : IDisposable
{
    private ProcessHandle(int pid, SafeFileHandle descriptor) => (Pid, Descriptor) = (pid, descriptor);

    /// <summary>Process id, good for messages.</summary>
    public int Pid { get; }

    /// <summary>The pidfd.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>Null when there is no such process any more.</summary>
    public static ProcessHandle? TryOpen(int pid)
    {
        var descriptor = Libc.OpenPidFd(pid);
        if (descriptor >= 0)
            return new ProcessHandle(pid, new SafeFileHandle(descriptor, ownsHandle: true));
        if (Marshal.GetLastPInvokeError() is Libc.ESRCH or Libc.EINVAL)
            return null;
        throw Libc.Error("open a pidfd of", $"process {pid}");
    }

    /// <summary>Sends a signal.</summary>
    /// <returns>False when the process has ended.</returns>
    public bool Signal(int signal)
    {
        if (Libc.SignalPidFd(Descriptor, signal) == 0)
            return true;
        if (Marshal.GetLastPInvokeError() == Libc.ESRCH)
            return false;
        throw Libc.Error("signal", $"process {Pid}");
    }

    /// <summary>Collects the end of a child of this process.</summary>
    /// <returns>Null while it runs, and for processes that are no children of this one.</returns>
    public ExitStatus? TryReap()
    {
        var added = false;
        try
        {
            Descriptor.DangerousAddRef(ref added);
            return Children.Wait(Libc.P_PIDFD, (int)Descriptor.DangerousGetHandle(), Libc.WEXITED | Libc.WNOHANG)?.Status;
        }
        finally
        {
            if (added)
                Descriptor.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
