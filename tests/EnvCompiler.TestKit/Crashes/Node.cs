namespace EnvCompiler.TestKit.Crashes;

/// <summary>What a name of a directory leads to.</summary>
internal abstract class Node
{
    /// <summary>Permission bits as a process sees them.</summary>
    public UnixFileMode Mode { get; set; }

    /// <summary>Permission bits that are on disk.</summary>
    public UnixFileMode DurableMode { get; set; }
}
