namespace EnvCompiler.Cli.Commands;

/// <summary>One line of <c>envc list</c>: a package as locked.</summary>
internal sealed record ListedPackage
{
    /// <summary>Its key in <c>[install]</c>; absent for what only the closure brings.</summary>
    public string? InstallId { get; init; }

    /// <summary>The include that asks for it; absent for the manifest itself, and for what only the closure brings.</summary>
    public string? Include { get; init; }

    /// <summary>Package name.</summary>
    public required string Package { get; init; }

    /// <summary>Full version.</summary>
    public required string Version { get; init; }

    /// <summary>Of a native package, which of its builds it is; absent of Debian's.</summary>
    public string? Build { get; init; }

    /// <summary>The suite it was found in.</summary>
    public required string Suite { get; init; }

    /// <summary>Group whose root it is in.</summary>
    public required string Group { get; init; }

    /// <summary>Target it is locked for.</summary>
    public required string Target { get; init; }

    /// <summary>Size of the artifact in bytes.</summary>
    public required long Size { get; init; }
}
