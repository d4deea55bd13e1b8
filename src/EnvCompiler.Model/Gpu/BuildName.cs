namespace EnvCompiler.Model.Gpu;

/// <summary>
/// Names of builds in the grammar of the published engine builds: <c>vllm-python313-cuda12_8-sm90-avx512</c>,
/// <c>ENGINE-pythonPYMM-cudaMAJ_MIN-smNN[-ISA]</c>, <c>all</c> in the place of an SM.
/// </summary>
/// <param name="Engine"><c>vllm</c>, <c>sglang</c>, <c>llama-cpp</c>.</param>
/// <param name="Python">3.13.</param>
/// <param name="Cuda">The toolkit.</param>
/// <param name="Sm">The SM of its machine code; null for <c>all</c>.</param>
/// <param name="Isa">The instructions of its processor code, as named; null for none.</param>
public sealed record BuildName(string Engine, CudaVersion Python, CudaVersion Cuda, SmVersion? Sm, string? Isa)
{
    // What each needs of the processor. No level of x86-64 but v3 promises AVX; among equals the one that uses more is better.
    private static readonly (string Isa, string Level, int Rank)[] Isas =
    [
        ("avx", "x86-64-v3", 0),
        ("avx2", "x86-64-v3", 1),
        ("avx512", "x86-64-v4", 0),
        ("avx512vnni", "avx512vnni", 0),
        ("avx512bf16", "avx512bf16", 0),
        ("armv8_2", "armv8.2-a", 0),
        ("armv9", "armv9-a", 0),
    ];

    /// <summary>Reads a name; null when it is not of this form.</summary>
    public static BuildName? TryParse(string name)
    {
        var python = name.IndexOf("-python", StringComparison.Ordinal);
        if (python <= 0 || name[(python + 1)..].Split('-') is not [var py, var cuda, var code, ..] parts || parts.Length > 4)
            return null;
        var isa = parts.Length == 4 ? parts[3] : null;
        if (py is not ['p', 'y', 't', 'h', 'o', 'n', .. { Length: 3 } digits]
            || !CudaVersion.TryParse($"{digits[0]}.{digits[1..]}", out var version)
            || !cuda.StartsWith("cuda", StringComparison.Ordinal)
            || !CudaVersion.TryParse(cuda["cuda".Length..].Replace('_', '.'), out var toolkit)
            || (isa is not null && !Isas.Any(known => known.Isa == isa)))
            return null;
        if (code == "all")
            return new BuildName(name[..python], version, toolkit, Sm: null, isa);
        return code.StartsWith("sm", StringComparison.Ordinal) && SmVersion.TryParse($"sm_{code["sm".Length..]}", out var sm)
            ? new BuildName(name[..python], version, toolkit, sm, isa)
            : null;
    }

    /// <summary>What the name claims; null for <c>all</c>, of which only the files say what device code there is.</summary>
    public GpuBuild? ToBuild(string name)
    {
        if (Sm is not { } sm)
            return null;
        var (_, level, rank) = Isas.FirstOrDefault(known => known.Isa == Isa);
        var isArm = level is not null && level.StartsWith("arm", StringComparison.Ordinal);
        var system = isArm ? "aarch64-linux" : "x86_64-linux";
        return new GpuBuild
        {
            Name = name,
            System = system,
            Codes = [DeviceCode.Machine(sm)],
            Cuda = Cuda,
            Cpu = level is null ? CpuLevel.Baseline(system) : new CpuLevel(level),
            CpuRank = rank,
        };
    }
}
