using System.Runtime.InteropServices;

namespace EnvCompiler.Host.Processes;

/// <summary>Process groups.</summary>
public static class ProcessGroups
{
    /// <summary>Signals every member of a group; one that has ended is fine.</summary>
    /// <param name="group">Its id; above 1.</param>
    /// <param name="signal">Signal number.</param>
    public static void Signal(int group, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        if (Libc.Kill(-group, signal) != 0 && Marshal.GetLastPInvokeError() != Libc.ESRCH)
            throw Libc.Error("signal", $"process group {group}");
    }
}
