using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Run.Gpu;

/// <summary>One NVIDIA GPU of this host. Whatever could not be learnt is null.</summary>
public sealed record GpuDevice
{
    /// <summary>As NVML and <c>nvidia-smi</c> count: in the order of PCI ids.</summary>
    public required int Index { get; init; }

    /// <summary>Its number for CUDA programs of this caller, which <c>CUDA_VISIBLE_DEVICES</c> and <c>CUDA_DEVICE_ORDER</c> change; null where they do not see it.</summary>
    public int? CudaIndex { get; init; }

    /// <summary><c>GPU-…</c>.</summary>
    public string? Uuid { get; init; }

    /// <summary><c>00000000:00:06.0</c>: domain, bus, device, function, hexadecimal.</summary>
    public string? PciId { get; init; }

    /// <summary>Model.</summary>
    public string? Name { get; init; }

    /// <summary>Compute capability.</summary>
    public SmVersion? Sm { get; init; }

    /// <summary>Memory, MiB.</summary>
    public long? TotalMib { get; init; }

    /// <summary>Memory that nobody uses, MiB.</summary>
    public long? FreeMib { get; init; }

    /// <summary>Of the core, degrees Celsius.</summary>
    public int? Temperature { get; init; }

    /// <summary>Share of the last second in which something ran, percent.</summary>
    public int? Utilization { get; init; }

    /// <summary>Whether memory errors are corrected.</summary>
    public bool? Ecc { get; init; }

    /// <summary>Whether it is cut into slices.</summary>
    public bool? Mig { get; init; }

    /// <summary>Its slices; a process sees one of them at most.</summary>
    public IReadOnlyList<GpuSlice> Slices { get; init; } = [];
}
