using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// Children of this process. <c>System.Diagnostics.Process</c> has no sessions, no chosen descriptors and no pidfds, and it forks
/// from a signal-handling runtime; <c>posix_spawn</c> gives all three.
/// </summary>
public static class Children
{
    private const int CLD_EXITED = 1;
    private const int FirstCopy = 64;

    private static readonly System.Threading.Lock Gate = new();

    // Larger than siginfo_t (128), sigset_t (128), posix_spawnattr_t (336) and posix_spawn_file_actions_t (80) of glibc and musl.
    private const int StructSize = 512;

    /// <summary>Orphaned descendants become children of this process instead of init's, so that none escapes.</summary>
    public static void Adopt()
    {
        if (Libc.ProcessControl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
            throw Libc.Error("become the sub-reaper of", "descendants");
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="IOException">It cannot be executed; the message says why.</exception>
    public static unsafe ProcessHandle Spawn(SpawnRequest request)
    {
        using var memory = new NativeStrings();
        var sources = CopyAbove(request.Descriptors);
        var actions = stackalloc byte[StructSize];
        var attributes = stackalloc byte[StructSize];
        Check(Libc.SpawnActionsInit(actions), request);
        Check(Libc.SpawnAttributesInit(attributes), request);
        try
        {
            for (var i = 0; i < sources.Length; i++)
                Check(Libc.SpawnActionsDuplicate(actions, (int)sources[i].DangerousGetHandle(), i), request);
            Check(Libc.SpawnActionsChangeDirectory(actions, memory.Text(request.Directory)), request);
            DescribeSignals(attributes, request);
            var arguments = memory.Vector(request.Arguments);
            var variables = memory.Vector([.. request.Variables.Select(pair => $"{pair.Key}={pair.Value}")]);
            int pid;
            var program = memory.Text(request.Program);
            int error;
            lock (Gate)
            {
                using var inherited = new Inheritance(request);
                error = Libc.Spawn(&pid, program, actions, attributes, arguments, variables);
            }

            Check(error, request);

            // The child cannot be reaped by anyone else before this, so the pid is still its own.
            return ProcessHandle.TryOpen(pid) ?? throw new IOException($"process {pid} was reaped by somebody else");
        }
        finally
        {
            _ = Libc.SpawnActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
            foreach (var source in sources)
                source.Dispose();
        }
    }

    /// <summary>
    /// Reaps ended orphans that were given to this process (<see cref="Adopt"/>) until it meets an ended child that somebody watches.
    /// </summary>
    /// <param name="isWatched">True for pids whose end is collected through their <see cref="ProcessHandle"/>.</param>
    public static void ReapOrphans(Func<int, bool> isWatched)
    {
        while (Wait(Libc.P_ALL, 0, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT) is { } ended && !isWatched(ended.Pid))
            Wait(Libc.P_PID, ended.Pid, Libc.WEXITED | Libc.WNOHANG);
    }

    internal static unsafe (int Pid, ExitStatus Status)? Wait(int idType, int id, int options)
    {
        // siginfo_t: si_signo, si_errno, si_code, padding, si_pid, si_uid, si_status; the same on every 64-bit Linux.
        var info = stackalloc int[StructSize / sizeof(int)];
        new Span<byte>(info, StructSize).Clear();
        while (Libc.WaitId(idType, id, info, options) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Libc.EINTR: continue;
                case Libc.ECHILD: return null;
                default: throw Libc.Error("wait for", "children");
            }
        }

        var pid = info[4];
        if (pid == 0)
            return null;
        var status = info[6];
        return (pid, info[2] == CLD_EXITED ? new ExitStatus(status) : new ExitStatus(128 + status, status));
    }

    // Copies above all targets, so that no dup2 overwrites a source that is still needed; they close by themselves at exec.
    private static SafeFileHandle[] CopyAbove(IReadOnlyList<SafeFileHandle> descriptors)
    {
        var copies = new SafeFileHandle[descriptors.Count];
        for (var i = 0; i < copies.Length; i++)
        {
            var copy = Libc.Control(descriptors[i], Libc.F_DUPFD_CLOEXEC, FirstCopy);
            if (copy < 0)
                throw Libc.Error("duplicate", $"descriptor for {i}");
            copies[i] = new SafeFileHandle(copy, ownsHandle: true);
        }

        return copies;
    }

    // The runtime ignores SIGPIPE and blocks nothing that a program could rely on; the child gets defaults and an empty mask.
    private static unsafe void DescribeSignals(byte* attributes, SpawnRequest request)
    {
        var set = stackalloc byte[StructSize];
        new Span<byte>(set, StructSize).Clear();
        Check(Libc.SpawnAttributesSetSignalMask(attributes, set), request);
        _ = Libc.FillSignalSet(set);
        Check(Libc.SpawnAttributesSetDefaultSignals(attributes, set), request);
        Check(
            Libc.SpawnAttributesSetFlags(
                attributes, Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSID),
            request);
    }

    /// <summary>What a child inherits and posix_spawn cannot set: this process has it for the moment, one child at a time.</summary>
    private readonly struct Inheritance : IDisposable
    {
        private readonly IReadOnlyList<int>? processors;
        private readonly int? score;

        internal Inheritance(SpawnRequest request)
        {
            if (request.Processors is not null)
            {
                processors = Processors.Allowed;
                Processors.Allow(request.Processors);
            }

            if (request.OomScoreAdjust is { } wanted)
            {
                score = OomScore.Current;
                OomScore.TrySet(wanted);
            }
        }

        public void Dispose()
        {
            if (processors is not null)
                Processors.Allow(processors);
            if (score is { } before)
                OomScore.TrySet(before);
        }
    }

    private static void Check(int error, SpawnRequest request)
    {
        if (error != 0)
            throw new IOException($"cannot execute {request.Program}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }
}
