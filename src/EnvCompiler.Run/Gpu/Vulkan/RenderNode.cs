namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>A GPU as the kernel's DRM shows it.</summary>
/// <param name="Name"><c>renderD128</c>.</param>
/// <param name="Vendor">Of PCI, four hexadecimal digits, or null.</param>
/// <param name="Device">Of PCI, four hexadecimal digits, or null.</param>
/// <param name="PciId"><c>00000000:03:00.0</c>, or null where it is on no PCI bus.</param>
/// <param name="KernelDriver"><c>amdgpu</c>, or null.</param>
internal sealed record RenderNode(string Name, string? Vendor, string? Device, string? PciId, string? KernelDriver)
{
    /// <summary>Where programs open it.</summary>
    internal string Node => $"/dev/dri/{Name}";
}
