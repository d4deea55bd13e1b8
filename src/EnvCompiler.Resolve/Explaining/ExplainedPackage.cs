namespace EnvCompiler.Resolve.Explaining;

/// <summary>Why a package is in a group for a target, and why in this version.</summary>
public sealed record ExplainedPackage
{
    /// <summary>Package name.</summary>
    public required string Package { get; init; }

    /// <summary>The version that is locked.</summary>
    public required string Version { get; init; }

    /// <summary>The suite it was found in.</summary>
    public required string Suite { get; init; }

    /// <summary>Group whose root it is in.</summary>
    public required string Group { get; init; }

    /// <summary>Target it is locked for.</summary>
    public required string Target { get; init; }

    /// <summary>The shortest way from the manifest to the package, a step each; empty where the catalogs do not tell any more.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>Of a native package, its build and the others; null of Debian's.</summary>
    public ExplainedBuilds? Builds { get; init; }

    /// <summary>The other versions, preferred ones first; of a native package they are among <see cref="Builds"/>.</summary>
    public required IReadOnlyList<RejectedVersion> Rejected { get; init; }
}
