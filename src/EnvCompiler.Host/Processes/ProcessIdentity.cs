using System.Text.Json.Serialization;

namespace EnvCompiler.Host.Processes;

/// <summary>Names a process for as long as the host is up, though its pid may be used again.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTime">Clock ticks since boot, as <c>/proc/PID/stat</c> has them.</param>
public readonly record struct ProcessIdentity(int Pid, long StartTime)
{
    /// <summary>Null when there is no such process.</summary>
    public static ProcessIdentity? Of(int pid) => ProcessTable.Find(pid) is { } entry ? new ProcessIdentity(pid, entry.StartTime) : null;

    /// <summary>The parent of this process.</summary>
    public static ProcessIdentity? OfParent() => Of(Libc.ParentPid());

    /// <summary>Whether it runs.</summary>
    [JsonIgnore]
    public bool IsRunning => Of(Pid) == this;

    /// <summary>Null when it has ended.</summary>
    public ProcessHandle? TryOpen()
    {
        if (ProcessHandle.TryOpen(Pid) is not { } handle)
            return null;
        // From here on the handle means one process; whether it is this one can be asked now.
        if (IsRunning)
            return handle;
        handle.Dispose();
        return null;
    }
}
