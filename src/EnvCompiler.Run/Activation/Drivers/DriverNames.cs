namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>
/// Which files belong to the driver, by the names of its installer and of WSL. Names that are not listed (the host's libc, libGL and
/// libOpenCL of whoever made them) never enter a root.
/// </summary>
internal static class DriverNames
{
    /// <summary>Without either of these there is no driver.</summary>
    internal static readonly string[] Core = ["libcuda.so.1", "libnvidia-ml.so.1"];

    /// <summary>Programs that are useful to an ordinary process.</summary>
    internal static readonly string[] Programs = ["nvidia-smi", "nvidia-debugdump", "nvidia-cuda-mps-control", "nvidia-cuda-mps-server"];

    private static readonly string[] Libraries =
    [
        "libcuda", "libcudadebugger", "libnvcuvid", "libnvoptix", "libEGL_nvidia", "libGLX_nvidia", "libGLESv1_CM_nvidia", "libGLESv2_nvidia",
        "libvdpau_nvidia", "libdxcore", "libd3d12", "libd3d12core", "libnvwgf2umx", "libnvdxdlkernels",
    ];

    /// <summary>Whether a file name is one of the driver's libraries.</summary>
    internal static bool IsLibrary(string name)
    {
        var end = name.IndexOf(".so", StringComparison.Ordinal);
        if (end < 0 || (name.Length > end + 3 && name[end + 3] != '.'))
            return false;
        // The container toolkit's libraries look like the driver's and belong to the host's tools.
        if (name.StartsWith("libnvidia-", StringComparison.Ordinal))
            return !name.StartsWith("libnvidia-container", StringComparison.Ordinal);
        return Array.IndexOf(Libraries, name[..end]) >= 0;
    }
}
