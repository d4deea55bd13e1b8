using System.Runtime.InteropServices;
using EnvCompiler.Host.Files;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host;

/// <summary>System calls through libc, for what .NET has no equal of. Constants are Linux's on x86-64 and arm64.</summary>
internal static partial class Libc
{
    /// <summary>The file itself: for <c>libc</c> the runtime first tries nine other names, a linker script among them.</summary>
    private const string Name = "libc.so.6";

    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_CLOEXEC = 0x80000;
    internal const int F_SETFD = 2;
    internal const int EPERM = 1;
    internal const int EINTR = 4;
    internal const int ENOENT = 2;
    internal const int EAGAIN = 11;
    internal const int EACCES = 13;
    internal const int EEXIST = 17;
    internal const int ENOSPC = 28;
    internal const int EROFS = 30;
    internal const int EMLINK = 31;
    internal const int EPIPE = 32;
    internal const int EDQUOT = 122;
    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_EACCESS = 0x200;
    internal const int W_OK = 2;
    internal const int R_OK = 4;
    internal const int X_OK = 1;
    internal const uint STATX_BASIC_STATS = 0x7FF;
    internal const uint RENAME_EXCHANGE = 2;
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    // These two differ between the architectures (asm-generic/fcntl.h against arm64's own).
    internal static readonly int O_DIRECTORY = IsArm ? 0x4000 : 0x10000;
    internal static readonly int O_NOFOLLOW = IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(SafeFileHandle file, byte* bytes, nuint count);

    [LibraryImport(Name, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(SafeFileHandle file);

    [LibraryImport(Name, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(int descriptor);

    [LibraryImport(Name, EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int SyncFileSystem(int descriptor);

    [LibraryImport(Name, EntryPoint = "futimens", SetLastError = true)]
    internal static unsafe partial int SetTimes(SafeFileHandle file, long* times);

    [LibraryImport(Name, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(SafeFileHandle file, int operation);

    /// <summary>Waits until something can be written.</summary>
    internal static unsafe void WaitForSpace(SafeFileHandle file)
    {
        // struct pollfd: the descriptor, then the events asked for (POLLOUT) and those seen, 16 bits each.
        var poll = stackalloc int[] { (int)file.DangerousGetHandle(), 4 };
        if (Poll(poll, 1, -1) < 0 && Marshal.GetLastPInvokeError() != EINTR)
            throw Error("wait for", "standard output or error");
    }

    [LibraryImport(Name, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeDirectory(string path, uint mode);

    [LibraryImport(Name, EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Link(string existing, string path);

    [LibraryImport(Name, EntryPoint = "symlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Symlink(string target, string path);

    [LibraryImport(Name, EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeMode(string path, uint mode);

    [LibraryImport(Name, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);

    [LibraryImport(Name, EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    /// <summary>As this user and on this file system: uid 0 may not write everywhere either.</summary>
    internal static bool IsWritable(string path) => IsAllowed(path, W_OK);

    internal static bool IsAllowed(string path, int how) => Access(AT_FDCWD, path, how, AT_EACCESS) == 0;

    [LibraryImport(Name, EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(int directory, string path, int mode, int flags);

    [LibraryImport(Name, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport(Name, EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RemoveDirectory(string path);

    [LibraryImport(Name, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Status(int directory, string path, int flags, uint mask, void* status);

    [LibraryImport(Name, EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int FileSystemStatus(string path, ulong* status);

    [LibraryImport(Name, EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial byte* RealPath(string path, byte* buffer);

    [LibraryImport(Name, EntryPoint = "getxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint GetAttribute(string path, string name, byte* value, nuint size);

    [LibraryImport(Name, EntryPoint = "geteuid")]
    internal static partial uint EffectiveUserId();

    [LibraryImport(Name, EntryPoint = "execve", SetLastError = true)]
    internal static unsafe partial int Execute(byte* path, byte** arguments, byte** environment);

    [LibraryImport(Name, EntryPoint = "sigaction", SetLastError = true)]
    internal static unsafe partial int SignalAction(int signal, void* action, void* previous);

    [LibraryImport(Name, EntryPoint = "sigprocmask", SetLastError = true)]
    internal static unsafe partial int SignalMask(int how, void* set, void* previous);

    /// <summary>The exception of the last failed call.</summary>
    internal static Exception Error(string operation, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            ENOSPC or EDQUOT => new DiskFullException(path),
            ENOENT => new FileNotFoundException($"cannot {operation} {path}: no such file or directory", path),
            EROFS => new UnauthorizedAccessException($"cannot {operation} {path}: the file system is read-only"),
            EACCES => new UnauthorizedAccessException($"cannot {operation} {path}: permission denied"),
            _ => new IOException($"cannot {operation} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error),
        };
    }
}
