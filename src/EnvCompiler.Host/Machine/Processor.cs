using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Host.Machine;

/// <summary>The processor that this process runs on.</summary>
public static class Processor
{
    // x86-64 psABI, table 3.1; flags as Linux writes them (lzcnt is in abm).
    private static readonly (string Level, string[] Flags)[] Steps =
    [
        ("x86-64-v2", ["cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"]),
        ("x86-64-v3", ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"]),
        ("x86-64-v4", ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]),
        ("avx512vnni", ["avx512_vnni"]),
        ("avx512bf16", ["avx512_bf16"]),
    ];

    /// <summary>Its level, or null where the kernel does not tell (other families than x86-64).</summary>
    public static CpuLevel? Level() => File.Exists("/proc/cpuinfo") ? LevelOf(File.ReadLines("/proc/cpuinfo")) : null;

    /// <summary>The level of a processor by the lines of <c>/proc/cpuinfo</c>.</summary>
    internal static CpuLevel? LevelOf(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (!line.StartsWith("flags", StringComparison.Ordinal))
                continue;
            var flags = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ').ToHashSet(StringComparer.Ordinal);
            var level = CpuLevel.Baseline("x86_64-linux");
            foreach (var (name, needed) in Steps)
            {
                if (!needed.All(flags.Contains))
                    break;
                level = new CpuLevel(name);
            }

            return level;
        }

        return null;
    }
}
