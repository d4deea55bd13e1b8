using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Run.Activation.Targets;

/// <summary>
/// Chooses a row of the lock by the devices that are visible. The SM of CUDA's first device decides; then any Vulkan device; then the processor. A GPU that
/// could be used and is not is a warning, or an error where an accelerator is required: never silence.
/// </summary>
/// <param name="table">The lock's targets.</param>
/// <param name="system">This host's system.</param>
/// <param name="environment">The environment's directory, for commands in hints.</param>
internal sealed class TargetChooser(TargetTable table, string system, string environment)
{
    private readonly List<string> misfits = [];
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);

    /// <summary>Chooses.</summary>
    /// <param name="inventory">The NVIDIA GPUs.</param>
    /// <param name="lookForVulkan">Looks for Vulkan devices, where a row asks for one and nothing better fits.</param>
    /// <param name="processor">What the processor can do; null where that is not known.</param>
    internal Result<TargetChoice> Choose(GpuInventory inventory, Func<VulkanInventory> lookForVulkan, CpuLevel? processor)
    {
        var warnings = new List<Diagnostic>();
        if (processor is not null && table.Promise.Cpu is { } promised && promised.Covers(CpuLevel.Baseline(system)) && !processor.Covers(promised))
            warnings.Add(TargetDiagnostics.ProcessorBelowPromise(processor, promised));
        var visible = inventory.Devices.Where(device => device.CudaIndex is not null).OrderBy(device => device.CudaIndex).ToList();
        if (visible.Count > 0 && HasSmRow && TryFit(visible, inventory.Driver, warnings) is { } fit)
            return Result<TargetChoice>.Success(fit, warnings);
        var unseen = visible.Count > 0 ? null : Unseen(inventory);
        if (visible.Count == 0 && inventory.Devices.Count > 0 && HasSmRow && inventory.Problem is not null)
            misfits.Add(unseen!);

        var vulkan = Has(Accelerators.Vulkan) ? lookForVulkan() : null;
        if (vulkan?.UsableBeside(inventory) is { } device)
            return Result<TargetChoice>.Success(Chosen(Accelerators.Vulkan, $"{NameOf(device)} speaks Vulkan{Because()}"), warnings);
        foreach (var unusable in vulkan?.Devices.Where(each => !each.IsSoftware && each.Problem is not null) ?? [])
            misfits.Add($"{NameOf(unusable)}: {unusable.Problem}");
        return Processor(unseen ?? "no row fits its GPUs", warnings);
    }

    private bool HasSmRow => table.Rows.Keys.Any(name => Target.TryParse(name, out var target) && target.System == system && target.Sm is not null);

    private Result<TargetChoice> Processor(string reason, List<Diagnostic> warnings)
    {
        if (!Has(Accelerators.Cpu) || table.IsRequired)
            return Result<TargetChoice>.Failure([.. warnings, TargetDiagnostics.NoFittingGpu(Details(reason), Hint(), table.IsRequired)]);
        if (misfits.Count == 0)
            return Result<TargetChoice>.Success(Chosen(Accelerators.Cpu, reason), warnings);
        warnings.Add(TargetDiagnostics.GpuWithoutRow(misfits, Hint()));
        return Result<TargetChoice>.Success(Chosen(Accelerators.Cpu, reason) with { IsFallback = true }, warnings);
    }

    private TargetChoice? TryFit(List<GpuDevice> visible, string? driver, List<Diagnostic> warnings)
    {
        var promised = table.Promise.Driver;
        if (DriverVersion.TryParse(driver ?? "", out var version) && promised is { } least && !version.Reaches(least))
            warnings.Add(TargetDiagnostics.DriverBelowPromise(version, least));
        var fitting = visible.FindAll(device => Fits(device, driver));
        if (fitting.Count == 0 || fitting[0] != visible[0])
            return null;
        var first = fitting[0];
        var row = table.Rows[NameOf(first.Sm!.Value)];
        var others = visible.FindAll(device => device.Sm != first.Sm && row.SameAs?.Contains(NameOf(device.Sm ?? default)) != true);
        if (others.Count > 0)
            warnings.Add(TargetDiagnostics.OtherDevices(Describe(first), [.. others.Select(Describe)]));
        var alike = visible.FindAll(device => device.Sm == first.Sm);
        var subject = alike.Count == 1 ? $"GPU {first.CudaIndex} ({first.Name}) is" : $"GPUs {string.Join(", ", alike.Select(device => device.CudaIndex))} ({first.Name}) are";
        return Chosen(first.Sm.ToString()!, $"{subject} {first.Sm}") with { IsFallback = others.Count > 0, Others = TargetsOf(fitting.Intersect(others)) };
    }

    // Of targets with equal packages, the first one does for the others.
    private List<Target> TargetsOf(IEnumerable<GpuDevice> devices)
    {
        var targets = new List<Target>();
        foreach (var device in devices)
        {
            var name = NameOf(device.Sm!.Value);
            if (!targets.Exists(target => target.ToString() == name || table.Rows[name].SameAs?.Contains(target.ToString()) == true))
                targets.Add(new Target(system, device.Sm.Value.ToString()));
        }

        return targets;
    }

    private bool Fits(GpuDevice device, string? driver)
    {
        if (device.Sm is not { } sm)
        {
            misfits.Add($"{Describe(device)}: its SM is not known");
            return false;
        }

        if (!table.Rows.TryGetValue(NameOf(sm), out var row))
        {
            missing.Add(sm.ToString());
            misfits.Add($"{Describe(device)}: the lock has nothing for `{sm}`");
            return false;
        }

        if (row.DriverFloor is { } floorText && DriverVersion.TryParse(floorText, out var floor)
            && DriverVersion.TryParse(driver ?? "", out var version) && !version.Reaches(floor))
        {
            misfits.Add($"{Describe(device)}: the packages for `{sm}` ask for driver {floor}, and this host has {version}");
            return false;
        }

        return true;
    }

    private string Because() => misfits.Count > 0 ? $" ({string.Join("; ", misfits)})" : "";

    private List<string> Details(string reason) => misfits.Count > 0 ? misfits : [reason];

    private string Hint()
    {
        var add = missing.Count > 0 ? $"`envc lock --add-target {string.Join(' ', missing)} -d {environment}` adds a target for it" : "`envc gpu` shows what there is";
        return Has(Accelerators.Cpu) && table.IsRequired
            ? $"{add}; `ENVC_TARGET={system}/{Accelerators.Cpu}` runs without a GPU"
            : missing.Count > 0 ? add : $"{add}; `ENVC_TARGET` names one of {string.Join(", ", table.Rows.Keys.Select(name => $"`{name}`"))} in its place";
    }

    private bool Has(string accelerator) => table.Rows.ContainsKey($"{system}/{accelerator}");

    private string NameOf(SmVersion sm) => $"{system}/{sm}";

    private TargetChoice Chosen(string accelerator, string reason) => new(new Target(system, accelerator), reason) { IsAmongAccelerators = true };

    private static string Unseen(GpuInventory inventory) => inventory.Devices.Count == 0
        ? "this host has no NVIDIA GPU"
        : $"CUDA programs see none of its GPUs: {inventory.Problem ?? "the CUDA driver does not answer"}";

    private static string Describe(GpuDevice device) => $"GPU {device.CudaIndex} ({device.Name ?? "of unknown model"}{(device.Sm is { } sm ? $", {sm}" : "")})";

    private static string NameOf(VulkanDevice device) => device.Name ?? device.Node ?? "a device";
}
