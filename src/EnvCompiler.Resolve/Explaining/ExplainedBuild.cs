using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Explaining;

/// <summary>A build of a native package, and why it is or is not the one for a target.</summary>
public sealed record ExplainedBuild
{
    /// <summary>The package's version.</summary>
    public required string Version { get; init; }

    /// <summary>The build's name.</summary>
    public required string Build { get; init; }

    /// <summary>How it fits the target.</summary>
    public required BuildFit Fit { get; init; }

    /// <summary>The device code that the GPU would load; null where there is none for it.</summary>
    public string? Code { get; init; }

    /// <summary>Bytes of PTX that the driver compiles first; null where it compiles none.</summary>
    public long? PtxSize { get; init; }

    /// <summary>What keeps it from running; null where it runs.</summary>
    public Obstacle? Obstacle { get; init; }

    /// <summary>The reason in words: a clause.</summary>
    public required string Because { get; init; }
}
