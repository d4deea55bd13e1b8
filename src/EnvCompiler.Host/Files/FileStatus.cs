namespace EnvCompiler.Host.Files;

/// <summary>What a path leads to, and what this process may do with it.</summary>
/// <param name="Mode"><c>st_mode</c>: type and permissions.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct FileStatus(int Mode, long Size)
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Directory = 0x4000;

    /// <summary>Whether it is a file with content.</summary>
    public bool IsRegular => (Mode & TypeMask) == Regular;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == Directory;

    /// <summary>Null when there is nothing; symlinks are followed.</summary>
    public static unsafe FileStatus? TryOf(string path)
    {
        // struct statx: stx_mode at 28, stx_size at 40, the same on every architecture; 256 bytes in all.
        var status = stackalloc byte[256];
        return Libc.Status(Libc.AT_FDCWD, path, flags: 0, Libc.STATX_BASIC_STATS, status) == 0
            ? new FileStatus(*(ushort*)(status + 28), *(long*)(status + 40))
            : null;
    }

    /// <summary>Whether this process may read it.</summary>
    public static bool MayRead(string path) => Libc.IsAllowed(path, Libc.R_OK);

    /// <summary>Whether this process may write it.</summary>
    public static bool MayWrite(string path) => Libc.IsAllowed(path, Libc.W_OK);

    /// <summary>Whether this process may execute or search it.</summary>
    public static bool MayExecute(string path) => Libc.IsAllowed(path, Libc.X_OK);
}
