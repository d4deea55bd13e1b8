namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>One device that Vulkan programs may see. Whatever could not be learnt is null.</summary>
public sealed record VulkanDevice
{
    /// <summary>As its driver calls it: <c>NVIDIA H200</c>, <c>llvmpipe (LLVM 15.0.6, 256 bits)</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>discrete</c>, <c>integrated</c>, <c>virtual</c>, <c>cpu</c> or <c>other</c> (VkPhysicalDeviceType).</summary>
    public string? Type { get; init; }

    /// <summary>Computes on the processor, like Mesa's lavapipe: never chosen in the place of a GPU.</summary>
    public bool IsSoftware { get; init; }

    /// <summary>Of PCI, four hexadecimal digits: <c>1002</c> is AMD, <c>10de</c> NVIDIA, <c>8086</c> Intel.</summary>
    public string? Vendor { get; init; }

    /// <summary>Of PCI, four hexadecimal digits.</summary>
    public string? Device { get; init; }

    /// <summary><c>00000000:03:00.0</c>, as <see cref="GpuDevice.PciId"/>.</summary>
    public string? PciId { get; init; }

    /// <summary>The kernel's driver: <c>nvidia</c>, <c>amdgpu</c>, <c>i915</c>, <c>xe</c>, <c>nouveau</c>, …</summary>
    public string? KernelDriver { get; init; }

    /// <summary>Where programs open it: <c>/dev/dri/renderD128</c>, <c>/dev/nvidia0</c>.</summary>
    public string? Node { get; init; }

    /// <summary>The host's file that names its driver's library to the loader (ICD).</summary>
    public string? DriverFile { get; init; }

    /// <summary>The newest Vulkan that it speaks: <c>1.3.255</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>What keeps programs in a root from using it; one sentence without a final period, null where nothing does.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether programs in a root that has a loader, and for Mesa's devices its drivers, can compute on it.</summary>
    public bool IsUsable => Problem is null && !IsSoftware;
}
