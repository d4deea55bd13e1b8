using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Targets;

/// <summary>What a target may be made for: the processor alone, Vulkan, or an SM of NVIDIA.</summary>
public static class Accelerators
{
    /// <summary>Only the processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>Any GPU with a Vulkan driver.</summary>
    public const string Vulkan = "vulkan";

    /// <summary>All of them; the SMs are those for which nvcc 12 or 13 makes code.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Cpu, Vulkan, "sm_50", "sm_52", "sm_53", "sm_60", "sm_61", "sm_62", "sm_70", "sm_72", "sm_75", "sm_80", "sm_86", "sm_87", "sm_88", "sm_89",
        "sm_90", "sm_100", "sm_101", "sm_103", "sm_110", "sm_120", "sm_121",
    ];

    /// <summary>What to write instead of a name that is none: the SM of a GPU that is called so, else a near name, else all of them. No SM is near another one.</summary>
    public static string Hint(string name) => GpuModels.Find(name) is { } sm
        ? $"a GPU of that name is `{sm}`"
        : (SmVersion.TryParse(name, out _) ? null : NearNames.Hint(name, Names)) ?? $"it is one of {string.Join(", ", Names.Select(known => $"`{known}`"))}";
}
