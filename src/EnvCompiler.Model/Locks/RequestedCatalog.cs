using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Locks;

/// <summary>A catalog as the lock remembers it: what decides its content, without the mirror it was read from.</summary>
public sealed record RequestedCatalog
{
    /// <summary>The catalog's name in the manifest.</summary>
    public required string Name { get; init; }

    /// <summary><c>debian</c> or <c>native</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of a native catalog: its directory as the manifest writes it; absent where it is a repository, whose name no lock holds.</summary>
    public string? Location { get; init; }

    /// <summary>Suites in order of preference; none of a native catalog.</summary>
    public required IReadOnlyList<SuiteDefinition> Suites { get; init; }

    /// <summary>Components, in the manifest's order.</summary>
    public required IReadOnlyList<string> Components { get; init; }
}
