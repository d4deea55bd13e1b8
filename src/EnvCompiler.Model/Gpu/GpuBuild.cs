namespace EnvCompiler.Model.Gpu;

/// <summary>What a build of a package claims to run on.</summary>
public sealed record GpuBuild
{
    /// <summary>Names it among the builds of its package.</summary>
    public required string Name { get; init; }

    /// <summary><c>x86_64-linux</c>.</summary>
    public required string System { get; init; }

    /// <summary>Device code, a set for each kind of fat binary: the weakest decides. None for a build that uses no GPU.</summary>
    public IReadOnlyList<CodeSet> CodeSets { get; init; } = [];

    /// <summary>All device code; setting it makes one set of it.</summary>
    public IReadOnlyList<DeviceCode> Codes
    {
        get => CodeSets.Count == 1 ? CodeSets[0].Codes : [.. CodeSets.SelectMany(set => set.Codes).Distinct()];
        init => CodeSets = value.Count == 0 ? [] : [new CodeSet(value)];
    }

    /// <summary>The toolkit that it was built with; null for a build that uses no GPU.</summary>
    public CudaVersion? Cuda { get; init; }

    /// <summary>The lowest driver, where that is more than the toolkit asks for.</summary>
    public DriverVersion? Driver { get; init; }

    /// <summary>The least processor.</summary>
    public required CpuLevel Cpu { get; init; }

    /// <summary>Among builds that need equal levels, the one that uses more of them is greater: AVX2 over AVX.</summary>
    public int CpuRank { get; init; }
}
