namespace EnvCompiler.Host.Processes;

/// <summary>Finds a program as a shell does.</summary>
public static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program, or null.</summary>
    /// <param name="name">Name, or a path when it has a slash.</param>
    /// <param name="searchPath">The variable PATH.</param>
    public static string? Find(string name, string? searchPath)
    {
        if (name.Contains('/'))
            return IsProgram(name) ? Path.GetFullPath(name) : null;
        foreach (var directory in (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(directory, name);
            if (IsProgram(path))
                return Path.GetFullPath(path);
        }

        return null;
    }

    private static bool IsProgram(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;
}
