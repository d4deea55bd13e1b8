using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host;

/// <summary>Processes: spawn, pidfds, waiting, readiness of descriptors.</summary>
internal static partial class Libc
{
    internal const int EINVAL = 22;
    internal const int ESRCH = 3;
    internal const int ECHILD = 10;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const uint EPOLLIN = 1;
    internal const int P_ALL = 0;
    internal const int P_PID = 1;
    internal const int P_PIDFD = 3;
    internal const int WNOHANG = 1;
    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x01000000;
    internal const int PR_SET_CHILD_SUBREAPER = 36;
    internal const int F_GETFD = 1;
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int O_NONBLOCK = 0x800;
    internal const uint MFD_CLOEXEC = 1;
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04;
    internal const short POSIX_SPAWN_SETSIGMASK = 0x08;
    internal const short POSIX_SPAWN_SETSID = 0x80;

    // Both numbers are the same on every architecture since Linux 5.3 and 5.1 (the unified table).
    private const long SYS_pidfd_open = 434;
    private const long SYS_pidfd_send_signal = 424;

    internal static int OpenPidFd(int pid) => (int)SystemCall(SYS_pidfd_open, pid, 0, 0, 0);

    internal static int SignalPidFd(SafeFileHandle pidfd, int signal)
    {
        var added = false;
        try
        {
            pidfd.DangerousAddRef(ref added);
            return (int)SystemCall(SYS_pidfd_send_signal, pidfd.DangerousGetHandle(), signal, 0, 0);
        }
        finally
        {
            if (added)
                pidfd.DangerousRelease();
        }
    }

    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, nint first, nint second, nint third, nint fourth);

    [LibraryImport(Name, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport(Name, EntryPoint = "waitid", SetLastError = true)]
    internal static unsafe partial int WaitId(int idType, int id, void* info, int options);

    [LibraryImport(Name, EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Name, EntryPoint = "pipe2", SetLastError = true)]
    internal static unsafe partial int Pipe(int* descriptors, int flags);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(SafeFileHandle file, byte* bytes, nuint count);

    [LibraryImport(Name, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CreateMemory(string name, uint flags);

    [LibraryImport(Name, EntryPoint = "sched_getaffinity", SetLastError = true)]
    internal static unsafe partial int GetAffinity(int thread, nuint size, byte* mask);

    [LibraryImport(Name, EntryPoint = "sched_setaffinity", SetLastError = true)]
    internal static unsafe partial int SetAffinity(int thread, nuint size, byte* mask);

    [LibraryImport(Name, EntryPoint = "getrlimit", SetLastError = true)]
    internal static unsafe partial int GetLimit(int resource, ulong* limit);

    [LibraryImport(Name, EntryPoint = "getppid")]
    internal static partial int ParentPid();

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    internal static unsafe partial int Poll(void* descriptors, nuint count, int timeout);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static unsafe partial int EpollControl(SafeFileHandle epoll, int operation, SafeFileHandle file, void* interest);

    [LibraryImport(Name, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static unsafe partial int EpollWait(SafeFileHandle epoll, void* events, int count, int timeout);

    [LibraryImport(Name, EntryPoint = "sigfillset")]
    internal static unsafe partial int FillSignalSet(void* set);

    // posix_spawn and its helpers return the error instead of setting errno.
    [LibraryImport(Name, EntryPoint = "posix_spawn")]
    internal static unsafe partial int Spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** variables);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_init")]
    internal static unsafe partial int SpawnActionsInit(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static unsafe partial int SpawnActionsDestroy(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static unsafe partial int SpawnActionsDuplicate(void* actions, int from, int to);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    internal static unsafe partial int SpawnActionsChangeDirectory(void* actions, byte* path);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_init")]
    internal static unsafe partial int SpawnAttributesInit(void* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_destroy")]
    internal static unsafe partial int SpawnAttributesDestroy(void* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setflags")]
    internal static unsafe partial int SpawnAttributesSetFlags(void* attributes, short flags);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static unsafe partial int SpawnAttributesSetDefaultSignals(void* attributes, void* set);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static unsafe partial int SpawnAttributesSetSignalMask(void* attributes, void* set);
}
