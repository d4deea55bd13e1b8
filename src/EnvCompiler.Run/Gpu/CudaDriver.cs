using System.Runtime.InteropServices;

namespace EnvCompiler.Run.Gpu;

/// <summary>The CUDA driver's library, loaded by name (<c>cuInit</c>, <c>cuDeviceGetCount</c>, <c>cuDriverGetVersion</c>).</summary>
internal static unsafe class CudaDriver
{
    private const int NoDevice = 100;

    /// <summary>Devices and version; memory is left open.</summary>
    internal static GpuProbeResult Query()
    {
        if (!NativeLibrary.TryLoad("libcuda.so.1", out var library) && !NativeLibrary.TryLoad("libcuda.so", out library))
            return new GpuProbeResult(false, null, null, "libcuda.so.1 is not found", null, null);
        if (!NativeLibrary.TryGetExport(library, "cuInit", out var initialise)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out var deviceCount)
            || !NativeLibrary.TryGetExport(library, "cuDriverGetVersion", out var driverVersion))
            return new GpuProbeResult(true, null, null, "libcuda.so.1 lacks functions", null, null);

        int version;
        var text = ((delegate* unmanaged<int*, int>)driverVersion)(&version) == 0 ? $"{version / 1000}.{version % 1000 / 10}" : null;
        var error = ((delegate* unmanaged<uint, int>)initialise)(0);
        // Without a visible device cuInit fails with NO_DEVICE; that is a count of zero, not a missing driver.
        if (error == NoDevice)
            return new GpuProbeResult(true, 0, text, null, null, null);
        if (error != 0)
            return new GpuProbeResult(true, null, text, $"cuInit failed with {error}", null, null);
        int count;
        error = ((delegate* unmanaged<int*, int>)deviceCount)(&count);
        return error == 0
            ? new GpuProbeResult(true, count, text, null, null, null)
            : new GpuProbeResult(true, null, text, $"cuDeviceGetCount failed with {error}", null, null);
    }
}
