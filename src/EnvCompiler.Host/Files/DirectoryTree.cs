namespace EnvCompiler.Host.Files;

/// <summary>Operations on whole directory trees.</summary>
public static class DirectoryTree
{
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes a directory and all in it, symlinks as themselves; directories its owner made read-only too. A missing one is fine.</summary>
    public static void Delete(IFileOperations files, string path)
    {
        if (!Directory.Exists(path))
            return;
        if ((File.GetUnixFileMode(path) & OwnerAll) != OwnerAll)
            files.ChangeMode(path, OwnerAll);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null })
                Delete(files, entry.FullName);
            else
                files.Unlink(entry.FullName);
        }

        files.RemoveDirectory(path);
    }
}
