using EnvCompiler.Host.Files;

namespace EnvCompiler.Store;

/// <summary>
/// Permissions and times in the store. Files are never writable, for their owner either. Directories are 0755: a read-only directory
/// protects no content and makes removal by hand hard; every way into a root is read-only anyway.
/// </summary>
internal static class StoreModes
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>0755.</summary>
    public const UnixFileMode Directory = FileWriter.Executable;

    /// <summary>0444.</summary>
    public const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0555.</summary>
    public const UnixFileMode Program = Plain | AnyExecute;

    /// <summary>
    /// Of every file in objects and roots, in seconds since 1970: the time of unpacking must not show. 1 rather than 0, which some tools take
    /// for "not set".
    /// </summary>
    public const long ModifiedTime = 1;

    private static readonly UnixFileMode Umask = ReadUmask();

    /// <summary>The store's mode of a file that is packaged with this one.</summary>
    public static UnixFileMode OfFile(int packaged) => ((UnixFileMode)packaged & AnyExecute) != 0 ? Program : Plain;

    /// <summary>Sets the mode of what was just created, where the umask took bits of it away; usually it did not.</summary>
    public static void Enforce(IFileOperations files, string path, UnixFileMode mode)
    {
        if ((mode & Umask) != 0)
            files.ChangeMode(path, mode);
    }

    // proc(5): reading it so does not change it, unlike umask(2).
    private static UnixFileMode ReadUmask()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("Umask:", StringComparison.Ordinal))
                return (UnixFileMode)Convert.ToInt32(line["Umask:".Length..].Trim(), 8);
        }

        return (UnixFileMode)0b111_111_111;
    }
}
