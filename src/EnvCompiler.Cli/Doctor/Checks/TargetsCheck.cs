using System.Threading;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>
/// Each row of the lock against this host, by the rules of activation: a GPU of its SM, a driver that reaches what the row's packages ask for and what the
/// manifest promises. Then each GPU against the rows, and the processor against its promise.
/// </summary>
internal sealed class TargetsCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "target";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        if (host.Environment?.Lock is not { } read || !read.TryGet(out var locked))
            return [CheckResult.Skipped(Name, "there is no lock to hold this host against")];
        var gpus = await host.InventoryAsync();
        var visible = gpus.Devices.Where(gpu => gpu.CudaIndex is not null).ToList();
        var rows = locked.Targets.Keys.Select(name => Target.TryParse(name, out var target) ? target : throw new InvalidOperationException($"{name} is not a target")).ToList();
        return
        [
            .. rows.Select(target => target.Accelerator == Accelerators.Vulkan ? JudgeVulkan(host, target, gpus) : Judge(host, locked, target, visible, gpus.Driver)),
            .. visible.Where(gpu => gpu.Sm is { } sm && !rows.Any(target => target.System == host.Context.System && target.Sm == sm)).Select(Without),
            .. Processor(host, locked),
        ];
    }

    private CheckResult JudgeVulkan(DoctorHost host, Target target, GpuInventory gpus)
    {
        var name = $"{Name} {target}";
        if (target.System != host.Context.System)
            return CheckResult.Skipped(name, $"this host is {host.Context.System}");
        return host.Vulkan.Look().UsableBeside(gpus) is { } device
            ? CheckResult.Ok(name, $"{device.Name ?? device.Node} can be used")
            : CheckResult.Skipped(name, "no GPU of this host can be used by Vulkan programs");
    }

    private CheckResult Judge(DoctorHost host, Lock locked, Target target, List<GpuDevice> visible, string? driver)
    {
        var name = $"{Name} {target}";
        if (target.System != host.Context.System)
            return CheckResult.Skipped(name, $"this host is {host.Context.System}");
        if (target.Sm is null)
            return CheckResult.Ok(name, "every host of this system can use it");
        var fitting = visible.Where(gpu => gpu.Sm == target.Sm).ToList();
        if (fitting.Count == 0)
            return CheckResult.Skipped(name, "no GPU of this host is for it");
        if (driver is null || !DriverVersion.TryParse(driver, out var have))
            return CheckResult.Warning(name, "the version of this host's driver is not known", "envc gpu");
        if (NeedingNewer(locked, target, have) is { } needed)
            return CheckResult.Failed(name, $"this host has driver {driver}, and {needed}", "upgrade the host's driver");
        return locked.Request.Promise.Driver is { } promised && !have.Reaches(promised)
            ? CheckResult.Warning(name, $"this host has driver {driver}, and the manifest promises {promised} or newer", "upgrade the host's driver, or lower `options.driver`")
            : CheckResult.Ok(name, $"GPU {string.Join(", ", fitting.Select(gpu => gpu.Index))} can use it, with driver {driver}");
    }

    private IEnumerable<CheckResult> Processor(DoctorHost host, Lock locked)
    {
        if (locked.Request.Promise.Cpu is { } promised && host.Processor is { } processor && promised.Covers(CpuLevel.Baseline(host.Context.System)))
        {
            yield return processor.Covers(promised)
                ? CheckResult.Ok($"{Name} processor", $"it can do {processor}, and the manifest promises {promised}")
                : CheckResult.Warning($"{Name} processor", $"it can do {processor}, and the manifest promises {promised}: programs may end by an illegal instruction", "lower `options.cpu-level`, then envc lock");
        }
    }

    private CheckResult Without(GpuDevice gpu) =>
        CheckResult.Warning($"{Name} of GPU {gpu.Index}", $"{gpu.Name ?? "the GPU"} ({gpu.Sm}) has no row in the lock", $"envc lock --add-target {gpu.Sm}");

    // The package that asks for the newest driver of those that ask for a newer one than this host's, or null.
    private static string? NeedingNewer(Lock locked, Target target, DriverVersion have) =>
        locked.Targets[target.ToString()].Groups.Values.SelectMany(group => group.Packages).Distinct().Select(id => locked.Packages[id])
            .Where(package => package.DriverFloor is not null)
            .Select(package => (Floor: DriverVersion.TryParse(package.DriverFloor!, out var floor) ? floor : default, Who: $"`{package.Name}` asks for {package.DriverFloor}"))
            .Where(each => !have.Reaches(each.Floor)).OrderByDescending(each => each.Floor).Select(each => each.Who).FirstOrDefault();
}
