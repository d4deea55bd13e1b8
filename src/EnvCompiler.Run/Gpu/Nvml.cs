using System.Runtime.InteropServices;

namespace EnvCompiler.Run.Gpu;

/// <summary>NVIDIA's management library, loaded by name.</summary>
internal static unsafe class Nvml
{
    private const int NameLength = 96;
    private const long Mib = 1 << 20;

    /// <summary>Memory of every GPU; null when the library is missing or does not answer.</summary>
    internal static IReadOnlyList<GpuMemory>? QueryMemory()
    {
        if (!NativeLibrary.TryLoad("libnvidia-ml.so.1", out var library) && !NativeLibrary.TryLoad("libnvidia-ml.so", out library))
            return null;
        if (!NativeLibrary.TryGetExport(library, "nvmlInit_v2", out var initialise)
            || !NativeLibrary.TryGetExport(library, "nvmlShutdown", out var shutdown)
            || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetCount_v2", out var deviceCount)
            || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetHandleByIndex_v2", out var handleByIndex)
            || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetMemoryInfo", out var memoryInfo)
            || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetName", out var deviceName)
            || ((delegate* unmanaged<int>)initialise)() != 0)
            return null;
        try
        {
            uint count;
            if (((delegate* unmanaged<uint*, int>)deviceCount)(&count) != 0)
                return null;
            var gpus = new List<GpuMemory>();
            var name = stackalloc byte[NameLength];
            for (var i = 0u; i < count; i++)
            {
                nint device;
                MemoryInfo memory;
                if (((delegate* unmanaged<uint, nint*, int>)handleByIndex)(i, &device) != 0
                    || ((delegate* unmanaged<nint, MemoryInfo*, int>)memoryInfo)(device, &memory) != 0)
                    return null;
                var named = ((delegate* unmanaged<nint, byte*, uint, int>)deviceName)(device, name, NameLength) == 0;
                gpus.Add(new GpuMemory((int)i, named ? Marshal.PtrToStringUTF8((nint)name) : null, (long)memory.Total / Mib, (long)memory.Free / Mib));
            }

            return gpus;
        }
        finally
        {
            _ = ((delegate* unmanaged<int>)shutdown)();
        }
    }

    /// <summary><c>nvmlMemory_t</c>, bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryInfo
    {
        internal ulong Total;
        internal ulong Free;
        internal ulong Used;
    }
}
