using System.Text.Json.Serialization;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Run.Gpu;

/// <summary>The NVIDIA GPUs of this host, and who told.</summary>
public sealed record GpuInventory
{
    /// <summary><c>nvml</c>, <c>cuda</c>, <c>nvidia-smi</c>, <c>proc</c> (the kernel module's files; names and ids only) or <c>none</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Version of the driver: <c>580.159.04</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>The newest CUDA that the driver speaks: <c>13.0</c>.</summary>
    public string? Cuda { get; init; }

    /// <summary>GPUs in the order of their index.</summary>
    public IReadOnlyList<GpuDevice> Devices { get; init; } = [];

    /// <summary>Why nothing or not everything could be told; null when all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>The caller hides every device from CUDA programs (<c>CUDA_VISIBLE_DEVICES</c>).</summary>
    [JsonIgnore]
    public bool AreHidden { get; init; }

    /// <summary>Devices that Vulkan programs may see, of any maker; absent where they were not looked for.</summary>
    public VulkanInventory? Vulkan { get; init; }
}
