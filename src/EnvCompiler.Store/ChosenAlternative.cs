namespace EnvCompiler.Store;

/// <summary>What stands behind a generic name in a root.</summary>
public sealed record ChosenAlternative
{
    /// <summary>Absolute path inside the root that the name leads to.</summary>
    public required string Path { get; init; }

    /// <summary>Packages by path: what it could lead to.</summary>
    public required SortedDictionary<string, string> Choices { get; init; }
}
