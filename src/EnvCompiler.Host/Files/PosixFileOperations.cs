using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Files;

/// <summary>The real file system, by system calls where System.IO has no equal.</summary>
public sealed class PosixFileOperations : IFileOperations
{
    /// <inheritdoc/>
    public IWritableFile CreateNew(string path, UnixFileMode mode)
    {
        var descriptor = Libc.Open(path, Libc.O_CREAT | Libc.O_EXCL | Libc.O_WRONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, (uint)mode);
        if (descriptor < 0)
            throw Libc.Error("create", path);
        return new PosixWritableFile(new SafeFileHandle(descriptor, ownsHandle: true), path);
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path, UnixFileMode mode)
    {
        if (Libc.MakeDirectory(path, (uint)mode) != 0 && Marshal.GetLastPInvokeError() != Libc.EEXIST)
            throw Libc.Error("create directory", path);
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        var descriptor = Libc.Open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (descriptor < 0)
            throw Libc.Error("open", path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Libc.Sync(descriptor) != 0)
            throw Libc.Error("fsync", path);
    }

    /// <inheritdoc/>
    public void SyncFileSystem(string path)
    {
        var descriptor = Libc.Open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (descriptor < 0)
            throw Libc.Error("open", path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Libc.SyncFileSystem(descriptor) != 0)
            throw Libc.Error("syncfs", path);
    }

    /// <inheritdoc/>
    public bool TryLink(string existing, string path)
    {
        if (Libc.Link(existing, path) == 0)
            return true;
        if (Marshal.GetLastPInvokeError() is Libc.EMLINK or Libc.EPERM)
            return false;
        throw Libc.Error("link", path);
    }

    /// <inheritdoc/>
    public void Symlink(string target, string path)
    {
        if (Libc.Symlink(target, path) != 0)
            throw Libc.Error("symlink", path);
    }

    /// <inheritdoc/>
    public void ChangeMode(string path, UnixFileMode mode)
    {
        if (Libc.ChangeMode(path, (uint)mode) != 0)
            throw Libc.Error("chmod", path);
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        if (Libc.Rename(from, to) != 0)
            throw Libc.Error("rename", $"{from} to {to}");
    }

    /// <inheritdoc/>
    public void Exchange(string first, string second)
    {
        if (Libc.RenameAt2(Libc.AT_FDCWD, first, Libc.AT_FDCWD, second, Libc.RENAME_EXCHANGE) != 0)
            throw Libc.Error("exchange", $"{first} with {second}");
    }

    /// <inheritdoc/>
    public void Unlink(string path)
    {
        if (Libc.Unlink(path) != 0 && Marshal.GetLastPInvokeError() != Libc.ENOENT)
            throw Libc.Error("unlink", path);
    }

    /// <inheritdoc/>
    public void RemoveDirectory(string path)
    {
        if (Libc.RemoveDirectory(path) != 0 && Marshal.GetLastPInvokeError() != Libc.ENOENT)
            throw Libc.Error("rmdir", path);
    }

    private sealed class PosixWritableFile(SafeFileHandle handle, string path) : IWritableFile
    {
        public unsafe void Write(ReadOnlySpan<byte> bytes)
        {
            fixed (byte* start = bytes)
            {
                for (var written = 0; written < bytes.Length;)
                {
                    var count = Libc.Write(handle, start + written, (nuint)(bytes.Length - written));
                    if (count < 0)
                    {
                        if (Marshal.GetLastPInvokeError() == Libc.EINTR)
                            continue;
                        throw Libc.Error("write", path);
                    }

                    written += (int)count;
                }
            }
        }

        public unsafe void SetModifiedTime(long unixSeconds)
        {
            // struct timespec[2]: access, modification; both fields are 64 bits wide on every 64-bit Linux.
            var times = stackalloc long[4] { unixSeconds, 0, unixSeconds, 0 };
            if (Libc.SetTimes(handle, times) != 0)
                throw Libc.Error("set the time of", path);
        }

        public void Sync()
        {
            if (Libc.Sync(handle) != 0)
                throw Libc.Error("fsync", path);
        }

        public void Dispose() => handle.Dispose();
    }
}
