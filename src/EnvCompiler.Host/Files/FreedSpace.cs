namespace EnvCompiler.Host.Files;

/// <summary>
/// How much of a disk the removal of trees frees. A file with several links frees its blocks with the last of them, so trees that share files are added to one
/// instance, and what links from elsewhere counts for nothing.
/// </summary>
public sealed class FreedSpace
{
    private readonly Dictionary<ulong, uint> links = [];

    /// <summary>Adds a file or a tree that is to be removed.</summary>
    /// <param name="path">Its path; links are not followed.</param>
    /// <returns>Bytes on disk that are free when it is gone together with what was added before.</returns>
    public long Add(string path)
    {
        var freed = Of(path, out var isDirectory);
        if (isDirectory)
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(path))
                freed += Add(entry);
        }

        return freed;
    }

    private unsafe long Of(string path, out bool isDirectory)
    {
        isDirectory = false;
        // struct statx: stx_nlink at 16, stx_mode at 28, stx_ino at 32, stx_blocks (of 512 bytes) at 48; 256 bytes in all.
        var status = stackalloc byte[256];
        if (Libc.Status(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, status) != 0)
            return 0;
        var (count, inode, bytes) = (*(uint*)(status + 16), *(ulong*)(status + 32), *(long*)(status + 48) * 512);
        isDirectory = (*(ushort*)(status + 28) & 0xF000) == 0x4000;
        if (isDirectory || count == 1)
            return bytes;
        var seen = links[inode] = links.GetValueOrDefault(inode) + 1;
        return seen == count ? bytes : 0;
    }
}
