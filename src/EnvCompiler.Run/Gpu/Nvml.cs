using System.Runtime.InteropServices;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Run.Gpu;

/// <summary>NVIDIA's management library (NVML API Reference), loaded by name. It sees every GPU, whatever <c>CUDA_VISIBLE_DEVICES</c> says.</summary>
internal static unsafe class Nvml
{
    private const int Success = 0;
    private const int TextLength = 96;
    private const int CoreSensor = 0;
    private const long Mib = 1 << 20;

    /// <summary>All GPUs; null when the library is missing or does not answer.</summary>
    internal static GpuInventory? Query()
    {
        if (!NativeExports.TryLoad(["libnvidia-ml.so.1", "libnvidia-ml.so"], out var nvml))
            return null;
        var (initialise, shutdown) = (nvml.Find("nvmlInit_v2"), nvml.Find("nvmlShutdown"));
        var (deviceCount, handleByIndex) = (nvml.Find("nvmlDeviceGetCount_v2"), nvml.Find("nvmlDeviceGetHandleByIndex_v2"));
        if (initialise == 0 || shutdown == 0 || deviceCount == 0 || handleByIndex == 0 || ((delegate* unmanaged<int>)initialise)() != Success)
            return null;
        try
        {
            uint count;
            if (((delegate* unmanaged<uint*, int>)deviceCount)(&count) != Success)
                return null;
            var devices = new List<GpuDevice>();
            for (var i = 0u; i < count; i++)
            {
                nint device;
                // A GPU that fell off the bus answers no more; the others do.
                devices.Add(((delegate* unmanaged<uint, nint*, int>)handleByIndex)(i, &device) == Success ? Describe(nvml, device, (int)i) : new GpuDevice { Index = (int)i });
            }

            return new GpuInventory { Source = "nvml", Driver = SystemText(nvml, "nvmlSystemGetDriverVersion"), Cuda = CudaVersion(nvml), Devices = devices };
        }
        finally
        {
            _ = ((delegate* unmanaged<int>)shutdown)();
        }
    }

    private static GpuDevice Describe(NativeExports nvml, nint device, int index)
    {
        var memory = Memory(nvml, device);
        return new GpuDevice
        {
            Index = index,
            Uuid = Text(nvml, "nvmlDeviceGetUUID", device),
            PciId = PciId(nvml, device),
            Name = Text(nvml, "nvmlDeviceGetName", device),
            Sm = Capability(nvml, device),
            TotalMib = memory?.TotalMib,
            FreeMib = memory?.FreeMib,
            Temperature = Temperature(nvml, device),
            Utilization = Utilization(nvml, device),
            Ecc = Mode(nvml, "nvmlDeviceGetEccMode", device),
            Mig = Mode(nvml, "nvmlDeviceGetMigMode", device),
            Slices = Slices(nvml, device),
        };
    }

    private static string? SystemText(NativeExports nvml, string function)
    {
        var text = stackalloc byte[TextLength];
        var call = (delegate* unmanaged<byte*, uint, int>)nvml.Find(function);
        return call != null && call(text, TextLength) == Success ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    private static string? CudaVersion(NativeExports nvml)
    {
        int version;
        var call = (delegate* unmanaged<int*, int>)nvml.Find("nvmlSystemGetCudaDriverVersion_v2");
        return call != null && call(&version) == Success ? CudaDriver.VersionText(version) : null;
    }

    private static string? Text(NativeExports nvml, string function, nint device)
    {
        var text = stackalloc byte[TextLength];
        var call = (delegate* unmanaged<nint, byte*, uint, int>)nvml.Find(function);
        return call != null && call(device, text, TextLength) == Success ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    private static string? PciId(NativeExports nvml, nint device)
    {
        PciInfo pci;
        var call = (delegate* unmanaged<nint, PciInfo*, int>)nvml.Find("nvmlDeviceGetPciInfo_v3");
        return call != null && call(device, &pci) == Success ? Marshal.PtrToStringUTF8((nint)pci.BusId) : null;
    }

    private static SmVersion? Capability(NativeExports nvml, nint device)
    {
        int major, minor;
        var call = (delegate* unmanaged<nint, int*, int*, int>)nvml.Find("nvmlDeviceGetCudaComputeCapability");
        return call != null && call(device, &major, &minor) == Success ? new SmVersion(major, minor) : null;
    }

    private static (long TotalMib, long FreeMib)? Memory(NativeExports nvml, nint device)
    {
        MemoryInfo memory;
        var call = (delegate* unmanaged<nint, MemoryInfo*, int>)nvml.Find("nvmlDeviceGetMemoryInfo");
        return call != null && call(device, &memory) == Success ? ((long)memory.Total / Mib, (long)memory.Free / Mib) : null;
    }

    private static int? Temperature(NativeExports nvml, nint device)
    {
        uint celsius;
        var call = (delegate* unmanaged<nint, int, uint*, int>)nvml.Find("nvmlDeviceGetTemperature");
        return call != null && call(device, CoreSensor, &celsius) == Success ? (int)celsius : null;
    }

    private static int? Utilization(NativeExports nvml, nint device)
    {
        UtilizationRates rates;
        var call = (delegate* unmanaged<nint, UtilizationRates*, int>)nvml.Find("nvmlDeviceGetUtilizationRates");
        return call != null && call(device, &rates) == Success ? (int)rates.Gpu : null;
    }

    // Current and pending; what is pending comes with the next reset.
    private static bool? Mode(NativeExports nvml, string function, nint device)
    {
        uint current, pending;
        var call = (delegate* unmanaged<nint, uint*, uint*, int>)nvml.Find(function);
        return call != null && call(device, &current, &pending) == Success ? current == 1 : null;
    }

    private static List<GpuSlice> Slices(NativeExports nvml, nint device)
    {
        var slices = new List<GpuSlice>();
        var most = (delegate* unmanaged<nint, uint*, int>)nvml.Find("nvmlDeviceGetMaxMigDeviceCount");
        var handle = (delegate* unmanaged<nint, uint, nint*, int>)nvml.Find("nvmlDeviceGetMigDeviceHandleByIndex");
        uint count;
        if (most == null || handle == null || most(device, &count) != Success)
            return slices;
        for (var i = 0u; i < count; i++)
        {
            nint slice;
            if (handle(device, i, &slice) != Success)
                continue;
            var memory = Memory(nvml, slice);
            slices.Add(new GpuSlice(Text(nvml, "nvmlDeviceGetUUID", slice), memory?.TotalMib, memory?.FreeMib));
        }

        return slices;
    }

    /// <summary><c>nvmlMemory_t</c>, bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryInfo
    {
        internal ulong Total;
        internal ulong Free;
        internal ulong Used;
    }

    /// <summary><c>nvmlUtilization_t</c>, percent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UtilizationRates
    {
        internal uint Gpu;
        internal uint Memory;
    }

    /// <summary><c>nvmlPciInfo_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PciInfo
    {
        internal fixed byte LegacyBusId[16];
        internal uint Domain;
        internal uint Bus;
        internal uint Device;
        internal uint PciDeviceId;
        internal uint PciSubsystemId;
        internal fixed byte BusId[32];
    }
}
