namespace EnvCompiler.Host.Files;

/// <summary>What is left on a file system for this user.</summary>
/// <param name="FreeBytes">Bytes.</param>
/// <param name="FreeFiles">Files that can still be made; null where the file system has no such limit.</param>
public sealed record FileSystemSpace(long FreeBytes, long? FreeFiles)
{
    // struct statvfs: f_frsize at 8, f_bavail at 32, f_files at 40, f_favail at 56, the same on 64-bit glibc and musl; 112 bytes in all.
    private const int StatusWords = 16;

    /// <summary>Asks the kernel about the file system of a path, or of the nearest directory above it that is there.</summary>
    public static unsafe FileSystemSpace Of(string path)
    {
        var place = Path.GetFullPath(path);
        while (!Path.Exists(place) && Path.GetDirectoryName(place) is { } parent)
            place = parent;
        var status = stackalloc ulong[StatusWords];
        if (Libc.FileSystemStatus(place, status) != 0)
            throw Libc.Error("statvfs", place);
        var (block, free, files, freeFiles) = (status[1], status[4], status[5], status[7]);
        return new FileSystemSpace((long)(block * free), files == 0 ? null : (long)freeFiles);
    }
}
