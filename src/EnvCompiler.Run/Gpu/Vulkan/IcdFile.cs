namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>A file that names a Vulkan driver to the loader (LoaderDriverInterface.md, «Driver Manifest File Format»).</summary>
/// <param name="Path">Absolute path on the host.</param>
/// <param name="Library">File name of <c>ICD.library_path</c>: <c>libvulkan_lvp.so</c>.</param>
/// <param name="ApiVersion"><c>ICD.api_version</c>, or null.</param>
internal sealed record IcdFile(string Path, string Library, string? ApiVersion)
{
    /// <summary>Kernel drivers by the driver's library; a library that is not listed is of no GPU that envc knows.</summary>
    private static readonly (string Library, string[] KernelDrivers)[] s_known =
    [
        ("libvulkan_radeon", ["amdgpu"]),
        ("amdvlk", ["amdgpu"]),
        ("libvulkan_intel", ["i915", "xe"]),
        ("libvulkan_nouveau", ["nouveau"]),
        ("libGLX_nvidia", ["nvidia"]),
        ("libEGL_nvidia", ["nvidia"]),
        ("libvulkan_virtio", ["virtio_gpu", "virtio-pci"]),
        ("libvulkan_gfxstream", ["virtio_gpu", "virtio-pci"]),
        ("libvulkan_asahi", ["asahi"]),
        ("libvulkan_freedreno", ["msm", "msm_dpu", "adreno"]),
        ("libvulkan_panfrost", ["panfrost", "panthor"]),
        ("libvulkan_broadcom", ["v3d"]),
        ("libvulkan_powervr", ["powervr"]),
    ];

    /// <summary>What the driver is called, where it computes on the processor; else null.</summary>
    internal string? SoftwareName =>
        Library.StartsWith("libvulkan_lvp", StringComparison.Ordinal) ? "lavapipe"
        : Library.StartsWith("libvk_swiftshader", StringComparison.Ordinal) ? "SwiftShader"
        : null;

    /// <summary>Whether there is a Vulkan driver for devices of a kernel driver at all.</summary>
    internal static bool IsKnown(string kernelDriver) => Array.Exists(s_known, known => Array.IndexOf(known.KernelDrivers, kernelDriver) >= 0);

    /// <summary>Whether it drives devices of a kernel driver.</summary>
    internal bool Drives(string kernelDriver) =>
        Array.Exists(s_known, known => Library.StartsWith(known.Library, StringComparison.Ordinal) && Array.IndexOf(known.KernelDrivers, kernelDriver) >= 0);
}
