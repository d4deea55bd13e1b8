namespace EnvCompiler.TestKit.Crashes;

/// <summary>A directory.</summary>
internal sealed class DirectoryNode : Node
{
    /// <summary>Its names as a process sees them.</summary>
    public SortedDictionary<string, Node> Entries { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Its names that are on disk.</summary>
    public SortedDictionary<string, Node> Durable { get; } = new(StringComparer.Ordinal);
}
