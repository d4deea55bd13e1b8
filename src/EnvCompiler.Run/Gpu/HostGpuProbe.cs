using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Gpu;

/// <summary>
/// The real host, asked in this order: 1. the CUDA driver (devices, version); 2. NVML (memory); 3. <c>nvidia-smi</c> (memory) where NVML
/// does not answer. A host without <c>/dev/nvidiactl</c> (bare metal, containers) and without <c>/dev/dxg</c> (WSL) has none to ask.
/// </summary>
/// <param name="processes">Runs <c>nvidia-smi</c>.</param>
public sealed class HostGpuProbe(IProcessRunner processes) : IGpuProbe
{
    /// <inheritdoc/>
    public async Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation)
    {
        if (!File.Exists("/dev/nvidiactl") && !File.Exists("/dev/dxg"))
            return new GpuProbeResult(false, null, null, null, null, null);
        var driver = CudaDriver.Query();
        if (Nvml.QueryMemory() is { } memory)
            return driver with { Gpus = memory, MemoryMethod = "nvml" };
        return await NvidiaSmi.QueryAsync(processes, cancellation) is { } listed
            ? driver with { Gpus = listed, MemoryMethod = "nvidia_smi" }
            : driver;
    }
}
