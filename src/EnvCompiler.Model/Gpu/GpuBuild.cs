namespace EnvCompiler.Model.Gpu;

/// <summary>What a build of a package claims to run on.</summary>
public sealed record GpuBuild
{
    /// <summary>Names it among the builds of its package.</summary>
    public required string Name { get; init; }

    /// <summary><c>x86_64-linux</c>.</summary>
    public required string System { get; init; }

    /// <summary>Device code for every GPU it is for; none for a build that uses no GPU.</summary>
    public IReadOnlyList<DeviceCode> Codes { get; init; } = [];

    /// <summary>The toolkit that it was built with; null for a build that uses no GPU.</summary>
    public CudaVersion? Cuda { get; init; }

    /// <summary>The least processor.</summary>
    public required CpuLevel Cpu { get; init; }

    /// <summary>Among builds that need equal levels, the one that uses more of them is greater: AVX2 over AVX.</summary>
    public int CpuRank { get; init; }
}
