using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>What a file says of the processors it runs on.</summary>
public sealed record InspectedFile
{
    /// <summary>Its path as it was asked for, or relative to the directory that was.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Its fat binaries in the file's order.</summary>
    public IReadOnlyList<Fatbin> Fatbins { get; init; } = [];

    /// <summary>One of NVIDIA's libraries that choose among their kernels at run time: which SMs it is for is its release's to say, not its fat binaries'.</summary>
    public bool ChoosesKernels { get; init; }

    /// <summary>The libraries that the loader loads with it: <c>libc.so.6</c>.</summary>
    public IReadOnlyList<string> NeededLibraries { get; init; } = [];

    /// <summary>CUDA's libraries and the driver's among those that the loader loads with it: <c>libcublas.so.12</c>.</summary>
    public IReadOnlyList<string> CudaLibraries { get; init; } = [];

    /// <summary>The processor level that it says it needs; null where it does not say.</summary>
    public CpuLevel? CpuLevel { get; init; }

    /// <summary>Device code whose SMs cannot be told from the file, each as a clause.</summary>
    public IReadOnlyList<string> Undecided { get; init; } = [];

    /// <summary>Whether it has to do with GPUs at all.</summary>
    public bool ConcernsGpus => Fatbins.Count > 0 || CudaLibraries.Count > 0 || Undecided.Count > 0;
}
