namespace EnvCompiler.Host.Files;

/// <summary>Whether something is at a path, where "nothing" must not stand for "you may not look".</summary>
public static class ExistingPath
{
    /// <summary>True for a file, a directory, or a link to nothing.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not look there.</exception>
    public static bool IsThere(string path)
    {
        if (Path.Exists(path))
            return true;
        try
        {
            // It says why.
            File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
