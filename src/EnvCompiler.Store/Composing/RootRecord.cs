namespace EnvCompiler.Store.Composing;

/// <summary><c>roots/ID/root.json</c>: what a composed root holds.</summary>
internal sealed record RootRecord
{
    /// <summary>Ids of the packages, sorted.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Absolute paths inside the root of each package's executables, by package id.</summary>
    public required SortedDictionary<string, IReadOnlyList<string>> Commands { get; init; }

    /// <summary>What stands behind generic names, by name.</summary>
    public required SortedDictionary<string, ChosenAlternative> Alternatives { get; init; }

    /// <summary>What was done in place of maintainer scripts, one line each, in the order it was done.</summary>
    public required IReadOnlyList<string> Effects { get; init; }

    /// <summary>Warnings of composing, as they were reported.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
