using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Files;

/// <summary>Which file a path names now: after a rename over it, another one.</summary>
/// <param name="Device">Major and minor number.</param>
/// <param name="Inode">Number on that device.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    /// <summary>Null when there is no such file.</summary>
    public static unsafe FileIdentity? TryOf(string path)
    {
        // struct statx: stx_ino at 32, stx_dev_major and stx_dev_minor at 136, the same on every architecture; 256 bytes in all.
        var status = stackalloc byte[256];
        return Libc.Status(Libc.AT_FDCWD, path, flags: 0, Libc.STATX_BASIC_STATS, status) == 0
            ? new FileIdentity(*(ulong*)(status + 136), *(ulong*)(status + 32))
            : null;
    }

    /// <summary>The file that is open; an unnamed pipe is one too.</summary>
    public static FileIdentity? TryOf(SafeFileHandle file) => TryOf($"/proc/self/fd/{file.DangerousGetHandle()}");
}
