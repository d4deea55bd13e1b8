using System.Threading;

namespace EnvCompiler.Run.Gpu;

/// <summary>Asks for the inventory once: a command looks at the GPUs for several reasons, and each look loads the CUDA driver (0.3 s on an H200).</summary>
/// <param name="probe">Asked.</param>
public sealed class RememberedGpus(IGpuProbe probe) : IGpuProbe
{
    private Task<GpuInventory>? inventory;

    /// <inheritdoc/>
    public Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation) => probe.ProbeAsync(cancellation);

    /// <inheritdoc/>
    public Task<GpuInventory> InventoryAsync(CancellationToken cancellation) => inventory ??= probe.InventoryAsync(cancellation);
}
