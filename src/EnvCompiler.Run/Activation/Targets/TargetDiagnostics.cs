using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Activation.Targets;

/// <summary>Problems of choosing a host's target: ENVC0520 to ENVC0529.</summary>
public static class TargetDiagnostics
{
    /// <summary>A generation lacks the target.</summary>
    public static Diagnostic NotBuilt(int generation, Target target, IReadOnlyList<Target> present) =>
        new("ENVC0525", $"generation {generation} is not built for `{target}`, which is this host's target")
        {
            Hint = $"it is built for {string.Join(", ", present.Select(name => $"`{name}`"))}, which `ENVC_TARGET` can name; activating the live generation builds what is missing",
        };

    internal static Diagnostic NotChosen() =>
        new("ENVC0526", "no target has been chosen on this host since it started") { Hint = "`envc activate -- true` chooses" };

    internal static Diagnostic NoFittingGpu(IReadOnlyList<string> devices, string hint, bool isRequired) =>
        new("ENVC0520", isRequired ? "no GPU of this host fits a target, and `options.accelerator` is `required`" : "no target of the lock is for this host")
        {
            Details = devices,
            Hint = hint,
        };

    internal static Diagnostic GpuWithoutRow(IReadOnlyList<string> devices, string hint) =>
        new("ENVC0521", "the environment runs on the processor although this host has a GPU")
        {
            Severity = Severity.Warning,
            Details = devices,
            Hint = hint,
        };

    internal static Diagnostic OtherDevices(string chosen, IReadOnlyList<string> others) =>
        new("ENVC0522", $"the target is that of {chosen}, and other devices that programs see are of another kind")
        {
            Severity = Severity.Warning,
            Details = others,
            Hint = "`CUDA_VISIBLE_DEVICES` hides devices, `ENVC_TARGET` names the target",
        };

    internal static Diagnostic DriverBelowPromise(DriverVersion driver, DriverVersion promised) =>
        new("ENVC0523", $"this host's driver is {driver}, and the environment is locked for {promised} and newer (`options.driver`)")
        {
            Severity = Severity.Warning,
            Hint = "update the driver, or lower `options.driver` and lock again",
        };

    internal static Diagnostic ProcessorBelowPromise(CpuLevel processor, CpuLevel promised) =>
        new("ENVC0524", $"this host's processor is {processor}, and the environment is locked for {promised} (`options.cpu-level`)")
        {
            Severity = Severity.Warning,
            Hint = "lower `options.cpu-level` and lock again: programs may end with an illegal instruction",
        };
}
