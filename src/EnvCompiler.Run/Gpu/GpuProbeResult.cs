namespace EnvCompiler.Run.Gpu;

/// <summary>What can be learnt about this host's GPUs.</summary>
/// <param name="DriverPresent">A driver library was found.</param>
/// <param name="DeviceCount">Devices the CUDA driver shows; null when it could not be asked.</param>
/// <param name="DriverVersion">CUDA version of the driver, e.g. <c>12.8</c>, or null.</param>
/// <param name="Error">Why the driver did not answer, or null.</param>
/// <param name="Gpus">Memory of every GPU; null when nothing could tell.</param>
/// <param name="MemoryMethod"><c>nvml</c>, <c>nvidia_smi</c> or null.</param>
public sealed record GpuProbeResult(
    bool DriverPresent, int? DeviceCount, string? DriverVersion, string? Error, IReadOnlyList<GpuMemory>? Gpus, string? MemoryMethod);
