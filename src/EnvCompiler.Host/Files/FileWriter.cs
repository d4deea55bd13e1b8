using System.Text;

namespace EnvCompiler.Host.Files;

/// <summary>Whole-file and whole-directory writes that a crash at any instant leaves either undone or done.</summary>
/// <param name="files">The operations.</param>
public sealed class FileWriter(IFileOperations files)
{
    /// <summary>0700: a directory of its user alone.</summary>
    public const UnixFileMode PrivateDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>0644.</summary>
    public const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0600.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0755.</summary>
    public const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const string TemporaryMark = ".tmp-";

    /// <summary>The operations this writer uses.</summary>
    public IFileOperations Operations => files;

    /// <summary>Replaces a file: temporary file beside it, fsync, rename, fsync of the directory.</summary>
    public void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Readable)
    {
        ReplaceUnsynced(path, content, mode);
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>As <see cref="Replace(string, ReadOnlySpan{byte}, UnixFileMode)"/> without the fsync of the directory, which the caller does once for several files.</summary>
    public void ReplaceUnsynced(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Readable)
    {
        var temporary = TemporaryFor(path);
        try
        {
            using (var file = files.CreateNew(temporary, mode))
            {
                file.Write(content);
                file.Sync();
            }

            files.Rename(temporary, path);
        }
        catch
        {
            files.Unlink(temporary);
            throw;
        }
    }

    /// <summary>As <see cref="Replace(string, ReadOnlySpan{byte}, UnixFileMode)"/>, in UTF-8.</summary>
    public void Replace(string path, string content, UnixFileMode mode = Readable) =>
        Replace(path, Encoding.UTF8.GetBytes(content), mode);

    /// <summary>As <see cref="Replace(string, string, UnixFileMode)"/>, where the file has not this content already.</summary>
    public void ReplaceIfChanged(string path, string content, UnixFileMode mode = Readable)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != content)
            Replace(path, content, mode);
    }

    /// <summary>Creates a directory and its missing parents.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="mode">For the directories that are made.</param>
    public void EnsureDirectory(string path, UnixFileMode mode = Executable)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            EnsureDirectory(parent, mode == PrivateDirectory ? Executable : mode);
        files.CreateDirectory(path, mode != PrivateDirectory && SharedDirectory.Contains(path) ? mode | UnixFileMode.GroupWrite : mode);
    }

    /// <summary>As <see cref="EnsureDirectory"/>; the names of the directories that are made are on disk before anything that relies on what is in them.</summary>
    public void EnsureSyncedDirectory(string path, UnixFileMode mode = Executable)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        EnsureSyncedDirectory(parent, mode == PrivateDirectory ? Executable : mode);
        EnsureDirectory(path, mode);
        files.SyncDirectory(parent);
    }

    /// <summary>Points a symlink elsewhere by one rename.</summary>
    public void ReplaceSymlink(string path, string target)
    {
        var temporary = TemporaryFor(path);
        try
        {
            files.Symlink(target, temporary);
            files.Rename(temporary, path);
        }
        catch
        {
            files.Unlink(temporary);
            throw;
        }

        files.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>A name beside a path for what is to be renamed to it; no two are equal.</summary>
    public static string TemporaryFor(string path) => $"{path}{TemporaryMark}{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>Removes the temporary files and directories that killed writers left. The caller holds the lock under which they are written.</summary>
    /// <param name="path">What they were to become; <c>*</c> as its last part for all of a directory.</param>
    public void SweepTemporaries(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            return;
        foreach (var left in new DirectoryInfo(directory).EnumerateFileSystemInfos($"{Path.GetFileName(path)}{TemporaryMark}*"))
        {
            if (left is DirectoryInfo { LinkTarget: null })
                DirectoryTree.Delete(files, left.FullName);
            else
                files.Unlink(left.FullName);
        }
    }
}
