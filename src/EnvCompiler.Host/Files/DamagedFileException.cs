namespace EnvCompiler.Host.Files;

/// <summary>A file that envc wrote, and that nobody changes, is not what was written.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="remedy">What makes it whole: a hint.</param>
/// <param name="cause">What its reader says.</param>
public sealed class DamagedFileException(string path, string remedy, Exception? cause) : IOException($"`{path}` is damaged", cause)
{
    /// <summary>Its absolute path.</summary>
    public string Path => path;

    /// <summary>What makes it whole: a hint.</summary>
    public string Remedy => remedy;
}
