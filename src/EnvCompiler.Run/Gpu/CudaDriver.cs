using System.Runtime.InteropServices;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Run.Gpu;

/// <summary>The CUDA driver's library (CUDA Driver API), loaded by name. It sees what <c>CUDA_VISIBLE_DEVICES</c> lets this process see.</summary>
internal static unsafe class CudaDriver
{
    private const int Success = 0;
    private const int NoDevice = 100;
    private const int TextLength = 96;
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;
    private const long Mib = 1 << 20;

    /// <summary>What can be learnt.</summary>
    /// <returns>Whether the library is there; devices, null when they could not be asked for; the CUDA version; why not.</returns>
    internal static (bool Present, IReadOnlyList<GpuDevice>? Devices, string? Version, string? Error) Query()
    {
        if (!NativeExports.TryLoad(["libcuda.so.1", "libcuda.so"], out var cuda))
            return (false, null, null, "libcuda.so.1 is not found");
        var (initialise, deviceCount, driverVersion) = (cuda.Find("cuInit"), cuda.Find("cuDeviceGetCount"), cuda.Find("cuDriverGetVersion"));
        if (initialise == 0 || deviceCount == 0 || driverVersion == 0)
            return (true, null, null, "libcuda.so.1 lacks functions");

        int version;
        var text = ((delegate* unmanaged<int*, int>)driverVersion)(&version) == Success ? VersionText(version) : null;
        var error = ((delegate* unmanaged<uint, int>)initialise)(0);
        // Without a visible device cuInit fails with NO_DEVICE; that is a count of zero, not a missing driver.
        if (error == NoDevice)
            return (true, [], text, null);
        if (error != Success)
            return (true, null, text, $"cuInit failed with {error}");
        int count;
        error = ((delegate* unmanaged<int*, int>)deviceCount)(&count);
        return error == Success
            ? (true, [.. Enumerable.Range(0, count).Select(ordinal => Describe(cuda, ordinal))], text, null)
            : (true, null, text, $"cuDeviceGetCount failed with {error}");
    }

    /// <summary>12080 is 12.8.</summary>
    internal static string VersionText(int version) => $"{version / 1000}.{version % 1000 / 10}";

    private static GpuDevice Describe(NativeExports cuda, int ordinal)
    {
        int device;
        var get = (delegate* unmanaged<int*, int, int>)cuda.Find("cuDeviceGet");
        if (get == null || get(&device, ordinal) != Success)
            return new GpuDevice { Index = ordinal, CudaIndex = ordinal };
        return new GpuDevice
        {
            Index = ordinal,
            CudaIndex = ordinal,
            PciId = Text(cuda, "cuDeviceGetPCIBusId", device) is { } pci ? PciIdOf(pci) : null,
            Name = Text(cuda, "cuDeviceGetName", device),
            Sm = Attribute(cuda, device, ComputeCapabilityMajor) is { } major && Attribute(cuda, device, ComputeCapabilityMinor) is { } minor
                ? new SmVersion(major, minor)
                : null,
            TotalMib = TotalMib(cuda, device),
        };
    }

    // CUDA writes four digits for the domain, NVML eight.
    private static string PciIdOf(string pci) => pci.IndexOf(':', StringComparison.Ordinal) == 4 ? $"0000{pci}" : pci;

    private static string? Text(NativeExports cuda, string function, int device)
    {
        var text = stackalloc byte[TextLength];
        var call = (delegate* unmanaged<byte*, int, int, int>)cuda.Find(function);
        return call != null && call(text, TextLength, device) == Success ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    private static int? Attribute(NativeExports cuda, int device, int attribute)
    {
        int value;
        var call = (delegate* unmanaged<int*, int, int, int>)cuda.Find("cuDeviceGetAttribute");
        return call != null && call(&value, attribute, device) == Success ? value : null;
    }

    private static long? TotalMib(NativeExports cuda, int device)
    {
        nuint bytes;
        var call = (delegate* unmanaged<nuint*, int, int>)cuda.Find("cuDeviceTotalMem_v2");
        return call != null && call(&bytes, device) == Success ? (long)bytes / Mib : null;
    }
}
