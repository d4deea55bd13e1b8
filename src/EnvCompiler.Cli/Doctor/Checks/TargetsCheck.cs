using System.Threading;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>
/// Each row of the lock against this host: a GPU that it is for, and a driver that reaches what the manifest promises and what the row's packages ask
/// for. Then each GPU against the rows.
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
            .. rows.Select(target => Judge(host, locked, target, visible, gpus.Driver)),
            .. visible.Where(gpu => gpu.Sm is { } sm && !rows.Any(target => target.System == host.Context.System && IsFor(target, sm))).Select(Without),
        ];
    }

    private CheckResult Judge(DoctorHost host, Lock locked, Target target, List<GpuDevice> visible, string? driver)
    {
        var name = $"{Name} {target}";
        if (target.System != host.Context.System)
            return CheckResult.Skipped(name, $"this host is {host.Context.System}");
        if (target.Accelerator == Accelerators.Vulkan)
        {
            return host.Vulkan.Look().Usable is { } device
                ? CheckResult.Ok(name, $"{device.Name ?? device.Node} can be used")
                : CheckResult.Skipped(name, "no GPU of this host can be used by Vulkan programs");
        }

        if (target.Sm is null)
            return CheckResult.Ok(name, "every host of this system can use it");
        var fitting = visible.Where(gpu => gpu.Sm is { } sm && IsFor(target, sm)).ToList();
        if (fitting.Count == 0)
            return CheckResult.Skipped(name, "no GPU of this host is for it");
        return TooOld(locked, target, driver) is { } needed
            ? CheckResult.Failed(name, $"this host has driver {driver}, and {needed}", "upgrade the host's driver")
            : CheckResult.Ok(name, $"GPU {string.Join(", ", fitting.Select(gpu => gpu.Index))} can use it, with driver {driver ?? "not known"}");
    }

    private CheckResult Without(GpuDevice gpu) =>
        CheckResult.Warning($"{Name} of GPU {gpu.Index}", $"{gpu.Name ?? "the GPU"} ({gpu.Sm}) has no row in the lock", $"envc lock --add-target {gpu.Sm}");

    // A row is made of builds that run on its SM; machine code for it is the least that they have in common.
    private static bool IsFor(Target target, SmVersion device) =>
        target.Sm is { } sm && SmRules.Judge(DeviceCode.Machine(sm), device, driver: null) == CodeVerdict.Runs;

    // What asks for a newer driver than this host's, the highest floor first; null where nothing does, or the driver is not known.
    private static string? TooOld(Lock locked, Target target, string? driver)
    {
        if (driver is null || !DriverVersion.TryParse(driver, out var have))
            return null;
        var asked = locked.Targets[target.ToString()].Groups.Values.SelectMany(group => group.Packages).Distinct().Select(id => locked.Packages[id])
            .Where(package => package.DriverFloor is not null)
            .Select(package => (Floor: DriverVersion.TryParse(package.DriverFloor!, out var floor) ? floor : default, Who: $"`{package.Name}` asks for {package.DriverFloor}"));
        if (locked.Request.Promise.Driver is { } promised)
            asked = asked.Append((promised, $"the manifest promises {promised} or newer"));
        return asked.Where(each => have < each.Floor).OrderByDescending(each => each.Floor).Select(each => each.Who).FirstOrDefault();
    }
}
