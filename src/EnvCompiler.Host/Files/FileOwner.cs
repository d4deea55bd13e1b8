namespace EnvCompiler.Host.Files;

/// <summary>Who owns a path and who may write it; links are not followed.</summary>
/// <param name="UserId">Owner.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="IsDirectory">A directory, and not a link to one.</param>
public readonly record struct FileOwner(uint UserId, UnixFileMode Mode, bool IsDirectory)
{
    private const uint TypeMask = 0xF000;
    private const uint DirectoryType = 0x4000;
    private const uint SocketType = 0xC000;
    private const uint RegularType = 0x8000;

    /// <summary>A regular file.</summary>
    public bool IsRegularFile { get; init; }

    /// <summary>A unix socket.</summary>
    public bool IsSocket { get; init; }

    /// <summary>Asks the kernel.</summary>
    public static unsafe FileOwner Of(string path)
    {
        // struct statx: stx_uid at 20, stx_mode at 28, the same on every architecture; 256 bytes in all.
        var status = stackalloc byte[256];
        if (Libc.Status(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, status) != 0)
            throw Libc.Error("stat", path);
        var mode = *(ushort*)(status + 28);
        return new FileOwner(*(uint*)(status + 20), (UnixFileMode)(mode & 0xFFF), (mode & TypeMask) == DirectoryType)
        {
            IsRegularFile = (mode & TypeMask) == RegularType,
            IsSocket = (mode & TypeMask) == SocketType,
        };
    }
}
