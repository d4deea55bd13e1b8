using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>A build that is to be in a catalog.</summary>
public sealed record Publication
{
    /// <summary>The package.</summary>
    public required string Package { get; init; }

    /// <summary>One line about it; null leaves what the catalog says.</summary>
    public string? Description { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The build's name; null for one made of what it is for.</summary>
    public string? Name { get; init; }

    /// <summary>What is claimed; what the files say is filled in where nothing is. The artifact's path is not known yet.</summary>
    public required NativeBuild Build { get; init; }

    /// <summary>SMs for which there must be machine code: <c>sm_90</c>.</summary>
    public IReadOnlyList<string> Sms { get; init; } = [];

    /// <summary>The artifact's own path.</summary>
    public required string File { get; init; }

    /// <summary>What its files say.</summary>
    public required ArtifactFacts Facts { get; init; }

    /// <summary>Where the claims stand.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>Whether another artifact of the same version and build is replaced.</summary>
    public bool Force { get; init; }
}
