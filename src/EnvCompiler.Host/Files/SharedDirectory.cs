namespace EnvCompiler.Host.Files;

/// <summary>
/// A directory that a group writes together: set-gid and writable for its group, by which its owner says so. What is made in it is the group's
/// to write too, as far as the umask (002) or a default ACL lets it.
/// </summary>
internal static class SharedDirectory
{
    private const UnixFileMode Shared = UnixFileMode.SetGroup | UnixFileMode.GroupWrite;

    /// <summary>Whether a path lies in one.</summary>
    internal static bool Contains(string path) =>
        Path.GetDirectoryName(path) is { Length: > 0 } parent && Directory.Exists(parent) && (File.GetUnixFileMode(parent) & Shared) == Shared;
}
