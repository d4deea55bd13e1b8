namespace EnvCompiler.Host.Files;

/// <summary>The file system has no room left (<c>ENOSPC</c>) or the user's quota is used up (<c>EDQUOT</c>).</summary>
public sealed class DiskFullException : IOException
{
    /// <summary>A failed write.</summary>
    /// <param name="path">The file that could not be written.</param>
    public DiskFullException(string path)
        : base($"no space left on the file system of {path}") => Path = path;

    /// <summary>The file that could not be written.</summary>
    public string Path { get; }
}
