namespace EnvCompiler.Resolve.Searching;

/// <summary>One package of one suite, as <c>envc search</c> and <c>envc show</c> print it.</summary>
public sealed record FoundPackage
{
    /// <summary>Package name.</summary>
    public required string Name { get; init; }

    /// <summary>Full version.</summary>
    public required string Version { get; init; }

    /// <summary>Debian architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The catalog's name in the manifest.</summary>
    public required string Catalog { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Archive section, <c>non-free/libs</c>; may be empty.</summary>
    public required string Section { get; init; }

    /// <summary>The synopsis; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Size of the artifact in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What it needs, one dependency with its alternatives an element, <c>Pre-Depends</c> first.</summary>
    public IReadOnlyList<string> Depends { get; init; } = [];

    /// <summary>Virtual names it stands for.</summary>
    public IReadOnlyList<string> Provides { get; init; } = [];

    /// <summary>What it cannot share a root with: <c>Conflicts</c> and <c>Breaks</c>.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];
}
