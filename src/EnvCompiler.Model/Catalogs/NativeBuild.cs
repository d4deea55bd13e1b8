namespace EnvCompiler.Model.Catalogs;

/// <summary>One build of a native package: what it says it runs on, and its artifact.</summary>
public sealed record NativeBuild
{
    /// <summary><c>x86_64-linux</c> or <c>aarch64-linux</c>.</summary>
    public required string System { get; init; }

    /// <summary>Device code, an element for each kind of fat binary in its files: the weakest decides where the build runs. Absent where it uses no GPU.</summary>
    public IReadOnlyList<NativeCode>? DeviceCode { get; init; }

    /// <summary>The CUDA toolkit that it was built with: <c>12.8</c>.</summary>
    public string? Cuda { get; init; }

    /// <summary>The lowest NVIDIA driver, where that is more than the toolkit asks for: <c>570.26</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>The least processor: <c>x86-64-v3</c>, <c>avx512bf16</c>, <c>armv9-a</c>. Absent means every processor of the system.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>Among builds of equal levels, the one that uses more of the processor is greater; absent means 0.</summary>
    public int? CpuRank { get; init; }

    /// <summary>What it needs besides, in Debian's syntax: <c>libc6 (>= 2.36)</c>, <c>a | b</c>.</summary>
    public IReadOnlyList<string>? Depends { get; init; }

    /// <summary>Files of the package that it does not load by default; their device code does not count.</summary>
    public IReadOnlyList<string>? Optional { get; init; }

    /// <summary>The artifact.</summary>
    public required NativeArtifact Artifact { get; init; }
}
