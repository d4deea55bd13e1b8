namespace EnvCompiler.Store;

/// <summary>A record of the store, such as <c>object.json</c>, that is not what envc wrote.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="cause">What its reader says.</param>
public sealed class DamagedRecordException(string path, Exception? cause) : IOException($"`{path}` is damaged", cause)
{
    /// <summary>Its absolute path.</summary>
    public string Path => path;
}
