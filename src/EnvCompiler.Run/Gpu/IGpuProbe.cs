using System.Threading;

namespace EnvCompiler.Run.Gpu;

/// <summary>Looks at the GPUs of a host.</summary>
public interface IGpuProbe
{
    /// <summary>Asks the CUDA driver for devices, then NVML, then <c>nvidia-smi</c> for memory: what preflight reports.</summary>
    Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation);

    /// <summary>All GPUs with all that can be learnt about them.</summary>
    Task<GpuInventory> InventoryAsync(CancellationToken cancellation);
}
