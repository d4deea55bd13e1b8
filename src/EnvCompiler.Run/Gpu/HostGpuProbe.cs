using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Gpu;

/// <summary>
/// The real host: NVML (everything), <c>nvidia-smi</c> where NVML does not answer, the kernel module's files where that fails too; and the CUDA driver (what
/// this caller sees), last, because a process that has asked it holds 4 MiB of each GPU. A host without <c>/dev/nvidiactl</c> (bare metal, containers) and without <c>/dev/dxg</c> (WSL) has none to ask.
/// </summary>
/// <param name="processes">Runs <c>nvidia-smi</c>.</param>
public sealed class HostGpuProbe(IProcessRunner processes) : IGpuProbe
{
    private const string NoDriver = "neither /dev/nvidiactl nor /dev/dxg exists";

    /// <inheritdoc/>
    public async Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation)
    {
        if (!HasDriver())
            return new GpuProbeResult(false, null, null, null, null, null);
        var listed = Nvml.Query() ?? await NvidiaSmi.QueryAsync(processes, cancellation);
        var (present, visible, version, error) = CudaDriver.Query();
        GpuMemory[]? memory = listed?.Devices.All(device => device is { TotalMib: not null, FreeMib: not null }) == true
            ? [.. listed.Devices.Select(device => new GpuMemory(device.Index, device.Name, device.TotalMib!.Value, device.FreeMib!.Value))]
            : null;
        return new GpuProbeResult(present, visible?.Count, version, error, memory, memory is null ? null : listed!.Source.Replace('-', '_'));
    }

    /// <inheritdoc/>
    public async Task<GpuInventory> InventoryAsync(CancellationToken cancellation)
    {
        var module = new KernelModule("/");
        if (!HasDriver())
            return new GpuInventory { Source = "none", Driver = module.Version(), Problem = NoDriver };
        var listed = Nvml.Query() ?? await NvidiaSmi.QueryAsync(processes, cancellation);
        var (_, visible, version, error) = CudaDriver.Query();
        var all = listed ?? (visible is { Count: > 0 } ? new GpuInventory { Source = "cuda", Devices = visible } : new GpuInventory { Source = "proc", Devices = module.Devices() });
        return Merge(all, visible, version, error) with { Driver = all.Driver ?? module.Version() };
    }

    // By PCI id: CUDA's order and numbers are the caller's choice.
    internal static GpuInventory Merge(GpuInventory all, IReadOnlyList<GpuDevice>? visible, string? version, string? error) => all with
    {
        Cuda = all.Cuda ?? version,
        AreHidden = visible is [] && all.Devices.Count > 0,
        Problem = error ?? (visible is [] && all.Devices.Count > 0 ? "CUDA_VISIBLE_DEVICES names none of them" : null),
        Devices =
        [
            .. all.Devices.Select(device =>
                visible?.FirstOrDefault(seen => seen.PciId is not null && string.Equals(seen.PciId, device.PciId, StringComparison.OrdinalIgnoreCase)) is { } seen
                    ? device with { CudaIndex = seen.CudaIndex, Sm = device.Sm ?? seen.Sm, Name = device.Name ?? seen.Name, TotalMib = device.TotalMib ?? seen.TotalMib }
                    : device),
        ],
    };

    private static bool HasDriver() => File.Exists("/dev/nvidiactl") || File.Exists("/dev/dxg");
}
