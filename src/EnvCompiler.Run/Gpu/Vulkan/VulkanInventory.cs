namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>The Vulkan devices of this host, and who told.</summary>
public sealed record VulkanInventory
{
    /// <summary><c>loader</c> (libvulkan was asked) or <c>files</c> (device nodes, the kernel's and the drivers' files).</summary>
    public required string Source { get; init; }

    /// <summary>GPUs in the order of their nodes, then software.</summary>
    public IReadOnlyList<VulkanDevice> Devices { get; init; } = [];

    /// <summary>Why the loader did not answer; null where it did, or where there is none.</summary>
    public string? Problem { get; init; }

    /// <summary>The first GPU that programs in a root can use, or null; not NVIDIA's where the caller hides those from CUDA: they are then not meant to be used by Vulkan either.</summary>
    public VulkanDevice? UsableBeside(GpuInventory gpus) => Devices.FirstOrDefault(device => device.IsUsable && !(gpus.AreHidden && device.KernelDriver == "nvidia"));
}
