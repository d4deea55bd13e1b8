using System.Runtime.InteropServices;

namespace EnvCompiler.Run.Gpu;

/// <summary>Memory that processes have on NVIDIA GPUs, by NVML's accounting: of contexts for computing (CUDA) and for graphics (Vulkan).</summary>
public sealed unsafe class GpuProcesses : IDisposable
{
    private const int Success = 0;
    private const int MostProcesses = 512;
    private const ulong NotAvailable = ulong.MaxValue;

    private readonly NativeExports nvml;
    private readonly List<nint> devices = [];

    private GpuProcesses(NativeExports nvml) => this.nvml = nvml;

    /// <summary>Null where there is no library, or no GPU.</summary>
    public static GpuProcesses? TryOpen()
    {
        if (!NativeExports.TryLoad(["libnvidia-ml.so.1", "libnvidia-ml.so"], out var nvml))
            return null;
        var initialise = (delegate* unmanaged<int>)nvml.Find("nvmlInit_v2");
        if (initialise == null || initialise() != Success)
            return null;
        var opened = new GpuProcesses(nvml);
        opened.FindDevices();
        if (opened.devices.Count > 0)
            return opened;
        opened.Dispose();
        return null;
    }

    /// <summary>Bytes by pid. The pids are the host's: of processes in another pid namespace than this one's nothing is known.</summary>
    public IReadOnlyDictionary<int, long> Read()
    {
        var bytes = new Dictionary<int, long>();
        foreach (var device in devices)
        {
            // A process with both kinds of context is in both lists, with the same memory.
            var here = new Dictionary<int, long>();
            Add(here, device, "nvmlDeviceGetComputeRunningProcesses_v3");
            Add(here, device, "nvmlDeviceGetGraphicsRunningProcesses_v3");
            foreach (var (pid, used) in here)
                bytes[pid] = bytes.GetValueOrDefault(pid) + used;
        }

        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var shutdown = (delegate* unmanaged<int>)nvml.Find("nvmlShutdown");
        if (shutdown != null)
            _ = shutdown();
    }

    private void FindDevices()
    {
        var deviceCount = (delegate* unmanaged<uint*, int>)nvml.Find("nvmlDeviceGetCount_v2");
        var handleByIndex = (delegate* unmanaged<uint, nint*, int>)nvml.Find("nvmlDeviceGetHandleByIndex_v2");
        uint count;
        if (deviceCount == null || handleByIndex == null || deviceCount(&count) != Success)
            return;
        for (var i = 0u; i < count; i++)
        {
            nint device;
            if (handleByIndex(i, &device) == Success)
                devices.Add(device);
        }
    }

    private void Add(Dictionary<int, long> bytes, nint device, string function)
    {
        var call = (delegate* unmanaged<nint, uint*, ProcessInfo*, int>)nvml.Find(function);
        var processes = stackalloc ProcessInfo[MostProcesses];
        var count = (uint)MostProcesses;
        if (call == null || call(device, &count, processes) != Success)
            return;
        for (var i = 0; i < count; i++)
        {
            var used = processes[i].UsedMemory == NotAvailable ? 0 : (long)processes[i].UsedMemory;
            var pid = (int)processes[i].Pid;
            bytes[pid] = Math.Max(bytes.GetValueOrDefault(pid), used);
        }
    }

    /// <summary><c>nvmlProcessInfo_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessInfo
    {
        internal uint Pid;
        internal ulong UsedMemory;
        internal uint GpuInstance;
        internal uint ComputeInstance;
    }
}
