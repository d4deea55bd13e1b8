using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>
/// Whether an engine computes on the GPU that its target is for. Engines that cannot load their GPU code fall back to the processor without a word, and
/// answer their readiness probe all the same.
/// </summary>
internal static class DeviceUse
{
    /// <summary>Whether a service's engine is meant to use a GPU.</summary>
    /// <param name="backend">The engine; null for a command, of which nothing is known.</param>
    /// <param name="target"><c>SYSTEM/ACCELERATOR</c>.</param>
    /// <param name="variables">The service's variables.</param>
    internal static bool IsExpected(BackendDefinition? backend, string target, IReadOnlyDictionary<string, string> variables)
    {
        if (backend?.Gpu is not { } gpu || !Target.TryParse(target, out var parsed) || parsed.Accelerator == Accelerators.Cpu)
            return false;
        var isHidden = parsed.Sm is not null && variables.TryGetValue("CUDA_VISIBLE_DEVICES", out var devices) && devices is "" or "-1";
        return !isHidden && variables.GetValueOrDefault(gpu.OffVariable) != gpu.OffValue;
    }

    /// <summary>What is wrong with the use of the GPU by these processes; null where one of them uses it, or where that cannot be told.</summary>
    /// <param name="target"><c>SYSTEM/ACCELERATOR</c>.</param>
    /// <param name="pids">The service's processes.</param>
    /// <param name="proc">Where they are looked up, <c>/proc</c>.</param>
    internal static string? Problem(string target, IEnumerable<int> pids, string proc = "/proc")
    {
        var isCuda = Target.TryParse(target, out var parsed) && parsed.Sm is not null;
        foreach (var pid in pids)
        {
            if (Maps(Path.Combine(proc, pid.ToString(), "maps")) is not { } maps)
                return null;
            if (maps.Any(isCuda ? HasCudaContext : HasVulkanDevice))
                return null;
        }

        return isCuda ? "it answers, but none of its processes computes on an NVIDIA GPU" : "it answers, but none of its processes has opened a GPU";
    }

    // A process that has only looked at the devices (cuInit) maps /dev/nvidia0 and /dev/nvidiactl; a CUDA context maps /dev/nvidia-uvm too (seen with driver
    // 580). /dev/dxg is that of WSL.
    private static bool HasCudaContext(string mapping) =>
        mapping.Contains("/dev/nvidia-uvm", StringComparison.Ordinal) || mapping.Contains("/dev/dxg", StringComparison.Ordinal);

    private static bool HasVulkanDevice(string mapping) =>
        mapping.Contains("/dev/dri/renderD", StringComparison.Ordinal) || mapping.Contains("/dev/nvidia", StringComparison.Ordinal)
        || mapping.Contains("/dev/dxg", StringComparison.Ordinal);

    // Null for a process that has ended, or that this user may not look into.
    private static string[]? Maps(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is FileNotFoundException or DirectoryNotFoundException ? [] : null;
        }
    }
}
