namespace EnvCompiler.Cli.Commands;

/// <summary>One line of <c>envc list --alternatives</c>: a generic name of a root.</summary>
internal sealed record ListedAlternative
{
    /// <summary>As <c>options.alternatives</c> names it.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path inside the root that stands behind it.</summary>
    public required string Path { get; init; }

    /// <summary>Packages by path: what could stand behind it.</summary>
    public required SortedDictionary<string, string> Choices { get; init; }

    /// <summary>Group whose root it is in.</summary>
    public required string Group { get; init; }

    /// <summary>Target of the root.</summary>
    public required string Target { get; init; }
}
