namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>Where a package is to be published, and what is claimed of it; what is not claimed is read from its files.</summary>
public sealed record PublishRequest
{
    /// <summary>The catalog; null where the manifest has one native catalog.</summary>
    public string? Catalog { get; init; }

    /// <summary>Whether another artifact of the same version and build is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The build's name; null for one made of what it is for.</summary>
    public string? BuildName { get; init; }

    /// <summary>SMs for which there must be machine code.</summary>
    public IReadOnlyList<string> Sms { get; init; } = [];

    /// <summary>The CUDA toolkit.</summary>
    public string? Cuda { get; init; }

    /// <summary>The lowest NVIDIA driver.</summary>
    public string? Driver { get; init; }

    /// <summary>The least processor.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>Among builds of equal levels, the greater uses more of the processor.</summary>
    public int? CpuRank { get; init; }

    /// <summary>Files that are not loaded by default, relative to the package's root.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];
}
