namespace EnvCompiler.Resolve.Inspecting;

/// <summary>What is told of one file.</summary>
public sealed record FileReport
{
    /// <summary>Its path as it was asked for, or relative to the directory that was.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>How many fat binaries with kernels it has.</summary>
    public required int Fatbins { get; init; }

    /// <summary>Their codes.</summary>
    public required IReadOnlyList<CodeCount> Codes { get; init; }

    /// <summary>CUDA's libraries and the driver's among those that the loader loads with it.</summary>
    public required IReadOnlyList<string> CudaLibraries { get; init; }

    /// <summary>The processor level that it says it needs; null where it does not say.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>Where it runs.</summary>
    public required GpuSummary Gpus { get; init; }
}
