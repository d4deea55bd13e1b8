using System.Globalization;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends;

namespace EnvCompiler.Run.Gpu;

/// <summary>
/// Holds GPUs against thresholds. Only a threshold that was set can fail (<c>GPU_FAIL_PCT</c>, <c>GPU_MIN_FREE_MIB</c>); then a host without
/// a GPU, or one that cannot be measured, fails too. Otherwise used memory above <c>GPU_WARN_PCT</c> is a warning, and no GPU is nothing.
/// </summary>
public static class GpuCheck
{
    /// <summary>Looks and judges.</summary>
    public static async Task<(GpuReport Report, IReadOnlyList<Diagnostic> Problems)> RunAsync(
        StageVariables variables, IGpuProbe probe, CancellationToken cancellation)
    {
        if (variables.Switch("SKIP_GPU_CHECK"))
            return (new GpuReport { Checked = false }, []);
        var seen = await probe.ProbeAsync(cancellation);
        var problems = Judge(variables, seen);
        var report = new GpuReport
        {
            Checked = true,
            Available = seen.DeviceCount > 0 || seen.Gpus is { Count: > 0 },
            Gpus = seen.Gpus ?? [],
            Warned = problems.Count > 0,
            DriverPresent = seen.DriverPresent,
            DeviceCount = seen.DeviceCount,
            DriverVersion = seen.DriverVersion,
            DriverError = seen.Error,
            MemoryMethod = seen.MemoryMethod,
        };
        return (report, problems);
    }

    private static List<Diagnostic> Judge(StageVariables variables, GpuProbeResult seen)
    {
        var failPercent = variables.Number("GPU_FAIL_PCT");
        var minFree = variables.Number("GPU_MIN_FREE_MIB");
        var mustHave = failPercent is not null || minFree is not null;
        var problems = new List<Diagnostic>();
        if (seen.DriverPresent && seen.DeviceCount == 0)
            problems.Add(Say(mustHave, "the NVIDIA driver shows no GPU"));
        else if (seen.Gpus is not { Count: > 0 })
            AddUnmeasured(problems, mustHave, seen);
        foreach (var gpu in seen.Gpus ?? [])
        {
            var used = gpu.UsedPct.ToString(CultureInfo.InvariantCulture);
            if (gpu.UsedPct > failPercent)
                problems.Add(Say(fail: true, $"GPU {gpu.Index} uses {used} % of its memory, more than {failPercent} %"));
            else if (gpu.UsedPct > variables.Number("GPU_WARN_PCT"))
                problems.Add(Say(fail: false, $"GPU {gpu.Index} uses {used} % of its memory before the server starts"));
            if (gpu.FreeMib < minFree)
                problems.Add(Say(fail: true, $"GPU {gpu.Index} has {gpu.FreeMib} MiB free, less than {minFree}"));
        }

        return problems;
    }

    private static void AddUnmeasured(List<Diagnostic> problems, bool mustHave, GpuProbeResult seen)
    {
        if (mustHave)
            problems.Add(Say(fail: true, "no GPU can be measured, and a threshold for its memory is set"));
        else if (seen.DriverPresent)
            problems.Add(Say(fail: false, $"the GPUs cannot be measured{(seen.Error is null ? "" : $": {seen.Error}")}"));
    }

    private static Diagnostic Say(bool fail, string problem) =>
        fail ? BackendDiagnostics.GpuThreshold(problem) : BackendDiagnostics.GpuWarning(problem);
}
