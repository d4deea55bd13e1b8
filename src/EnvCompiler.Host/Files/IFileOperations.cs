namespace EnvCompiler.Host.Files;

/// <summary>
/// The operations by which envc changes a file system: few, named as the kernel names them, so that a test double can fail or crash at
/// the k-th one. Reading is plain System.IO. Every method throws <see cref="IOException"/> (or
/// <see cref="UnauthorizedAccessException"/>) with the path in its message; <c>ENOSPC</c> is <see cref="DiskFullException"/>.
/// </summary>
public interface IFileOperations
{
    /// <summary><c>open(O_CREAT|O_EXCL|O_WRONLY|O_CLOEXEC|O_NOFOLLOW)</c>.</summary>
    IWritableFile CreateNew(string path, UnixFileMode mode);

    /// <summary><c>mkdir</c>; an existing directory is fine.</summary>
    void CreateDirectory(string path, UnixFileMode mode);

    /// <summary><c>fsync</c> of a directory: the entries made in it survive a crash from here on.</summary>
    void SyncDirectory(string path);

    /// <summary>
    /// <c>syncfs</c>: everything written so far to the file system that holds the path survives a crash from here on. One call for
    /// thousands of small files costs less than an <c>fsync</c> of each.
    /// </summary>
    void SyncFileSystem(string path);

    /// <summary><c>link</c>.</summary>
    /// <returns>
    /// False when the file has as many links as its file system allows (<c>EMLINK</c>), or may not be linked: another user's under
    /// <c>fs.protected_hardlinks</c>, or any on a file system without links (<c>EPERM</c>). The caller copies instead.
    /// </returns>
    bool TryLink(string existing, string path);

    /// <summary><c>symlink</c>.</summary>
    void Symlink(string target, string path);

    /// <summary><c>chmod</c>; never follows a symlink out of the tree (the caller knows the kind).</summary>
    void ChangeMode(string path, UnixFileMode mode);

    /// <summary><c>rename</c>: replaces a file or an empty directory.</summary>
    void Rename(string from, string to);

    /// <summary><c>renameat2(RENAME_EXCHANGE)</c>: both names swap at one instant.</summary>
    void Exchange(string first, string second);

    /// <summary><c>unlink</c>; a missing file is fine.</summary>
    void Unlink(string path);

    /// <summary><c>rmdir</c>; a missing directory is fine.</summary>
    void RemoveDirectory(string path);
}
