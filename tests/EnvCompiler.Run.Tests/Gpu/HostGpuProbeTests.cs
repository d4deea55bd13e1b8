using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Run.Gpu;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Gpu;

public sealed class HostGpuProbeTests
{
    private static readonly GpuDevice First = new() { Index = 0, PciId = "00000000:00:06.0", Name = "NVIDIA H200", Sm = SmVersion.Of(90) };
    private static readonly GpuDevice Second = new() { Index = 1, PciId = "00000000:00:0A.0", Name = "NVIDIA H200", Sm = SmVersion.Of(90) };

    [Fact]
    public async Task A_host_without_a_device_has_no_GPU_and_says_why()
    {
        if (File.Exists("/dev/nvidiactl") || File.Exists("/dev/dxg"))
            return;
        var probe = new HostGpuProbe(new ProcessRunner());
        var seen = await probe.ProbeAsync(default);
        Assert.False(seen.DriverPresent);
        Assert.Null(seen.Gpus);
        var inventory = await probe.InventoryAsync(default);
        Assert.Equal(("none", "neither /dev/nvidiactl nor /dev/dxg exists"), (inventory.Source, inventory.Problem));
        Assert.Empty(inventory.Devices);
    }

    [Fact]
    public void What_CUDA_programs_see_is_found_by_PCI_id_whatever_its_number()
    {
        var all = new GpuInventory { Source = "nvml", Devices = [First, Second] };
        var merged = HostGpuProbe.Merge(all, [new GpuDevice { Index = 0, CudaIndex = 0, PciId = "00000000:00:0a.0" }], "13.0", error: null);
        Assert.Equal([null, 0], merged.Devices.Select(device => device.CudaIndex));
        Assert.Equal("13.0", merged.Cuda);
    }

    [Fact]
    public void Without_an_answer_of_CUDA_nothing_is_visible_and_the_reason_stays()
    {
        var merged = HostGpuProbe.Merge(new GpuInventory { Source = "nvml", Cuda = "13.0", Devices = [First] }, visible: null, version: null, "cuInit failed with 999");
        Assert.Null(merged.Devices[0].CudaIndex);
        Assert.Equal(("13.0", "cuInit failed with 999"), (merged.Cuda, merged.Problem));
    }

    [Fact]
    public void Who_hides_all_GPUs_is_told() => Assert.Equal(
        "CUDA_VISIBLE_DEVICES names none of them",
        HostGpuProbe.Merge(new GpuInventory { Source = "nvml", Devices = [First] }, visible: [], "13.0", error: null).Problem);

    [Fact]
    public void The_kernel_module_tells_names_and_ids()
    {
        using var root = new TemporaryDirectory();
        root.Write("sys/module/nvidia/version", "580.159.04\n");
        root.Write("proc/driver/nvidia/gpus/0000:00:06.0/information", "Model: \t\t NVIDIA H200\nIRQ:   \t\t 33\nGPU UUID: \t GPU-0\nBus Location: \t 0000:00:06.0\n");
        root.Write("proc/driver/nvidia/gpus/0000:00:07.0/information", "Model: \t\t NVIDIA X1\nGPU UUID: \t GPU-????????-????\nBus Location: \t 0000:00:07.0\n");
        var module = new KernelModule(root.Path);
        Assert.Equal("580.159.04", module.Version());
        Assert.Equal(
            [
                new GpuDevice { Index = 0, Name = "NVIDIA H200", Uuid = "GPU-0", PciId = "00000000:00:06.0", Sm = SmVersion.Of(90) },
                new GpuDevice { Index = 1, Name = "NVIDIA X1", PciId = "00000000:00:07.0" },
            ],
            module.Devices());
    }

    [Fact]
    public void Without_the_kernel_module_there_is_nothing()
    {
        using var root = new TemporaryDirectory();
        Assert.Null(new KernelModule(root.Path).Version());
        Assert.Empty(new KernelModule(root.Path).Devices());
    }
}
