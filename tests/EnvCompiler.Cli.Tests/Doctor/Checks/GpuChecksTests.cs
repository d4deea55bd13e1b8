using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

/// <summary>GPUs, the driver's files, and both against the rows of a lock.</summary>
public sealed class GpuChecksTests : IDisposable
{
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Without_a_GPU_there_is_nothing_to_check_unless_the_manifest_requires_one()
    {
        Assert.Equal(CheckResult.Skipped("gpu", "no NVIDIA GPU: there is no driver"), await GpuAsync());
        host.SetEnvironment("version = 1\noptions.accelerator = \"required\"");
        Assert.Equal(CheckState.Failed, (await GpuAsync()).State);
    }

    [Fact]
    public async Task GPUs_are_named_with_SM_and_driver()
    {
        host.Gpus = FakeHost.With("580.65.06", FakeHost.H200);
        Assert.Equal(CheckResult.Ok("gpu", "NVIDIA H200 (sm_90), driver 580.65.06, CUDA 13.0"), await GpuAsync());
    }

    [Fact]
    public async Task GPUs_that_CUDA_programs_do_not_see_are_a_failure_with_its_reason()
    {
        host.Gpus = FakeHost.With("580.65.06", FakeHost.H200 with { CudaIndex = null }) with { Problem = "cuInit failed with 999" };
        var result = await GpuAsync();
        Assert.Equal((CheckState.Failed, true), (result.State, result.Fix is not null));
        Assert.EndsWith("CUDA programs see none of them: cuInit failed with 999", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GPUs_that_the_caller_hides_are_a_warning_and_no_Vulkan_device_either()
    {
        host.Gpus = FakeHost.With("580.65.06", FakeHost.H200 with { CudaIndex = null }) with { AreHidden = true };
        Assert.Equal((CheckState.Warning, "unset CUDA_VISIBLE_DEVICES"), ((await GpuAsync()).State, (await GpuAsync()).Fix));
        host.Vulkan = new VulkanInventory { Source = "files", Devices = [new VulkanDevice { Name = "NVIDIA H200", KernelDriver = "nvidia" }] };
        host.SetEnvironment("version = 1", FakeHost.Locked(promise: null, ("x86_64-linux/vulkan", null)));
        Assert.Equal(CheckState.Skipped, Assert.Single(await host.RunAsync(new TargetsCheck())).State);
    }

    [Fact]
    public async Task Without_a_lock_there_are_no_rows() =>
        Assert.Equal(CheckResult.Skipped("target", "there is no lock to hold this host against"), Assert.Single(await host.RunAsync(new TargetsCheck())));

    [Fact]
    public async Task Each_row_is_judged_for_this_host()
    {
        host.Gpus = FakeHost.With("580.65.06", FakeHost.H200, new GpuDevice { Index = 1, CudaIndex = 1, Name = "NVIDIA A10", Sm = SmVersion.Of(86) });
        host.SetEnvironment("version = 1", FakeHost.Locked(
            promise: null, ("aarch64-linux/cpu", null), ("x86_64-linux/cpu", null), ("x86_64-linux/sm_75", null), ("x86_64-linux/sm_80", null), ("x86_64-linux/sm_86", null), ("x86_64-linux/sm_90", "570.26"), ("x86_64-linux/vulkan", null)));
        Assert.Equal(
            [
                ("target aarch64-linux/cpu", CheckState.Skipped, "this host is x86_64-linux"),
                ("target x86_64-linux/cpu", CheckState.Ok, "every host of this system can use it"),
                ("target x86_64-linux/sm_75", CheckState.Skipped, "no GPU of this host is for it"),
                ("target x86_64-linux/sm_80", CheckState.Skipped, "no GPU of this host is for it"),
                ("target x86_64-linux/sm_86", CheckState.Ok, "GPU 1 can use it, with driver 580.65.06"),
                ("target x86_64-linux/sm_90", CheckState.Ok, "GPU 0 can use it, with driver 580.65.06"),
                ("target x86_64-linux/vulkan", CheckState.Skipped, "no GPU of this host can be used by Vulkan programs"),
            ],
            (await host.RunAsync(new TargetsCheck())).Select(result => (result.Name, result.State, result.Message)));
    }

    [Fact]
    public async Task A_row_of_Vulkan_wants_a_device()
    {
        host.Vulkan = new VulkanInventory { Source = "files", Devices = [new VulkanDevice { Node = "/dev/dri/renderD128" }] };
        host.SetEnvironment("version = 1", FakeHost.Locked(promise: null, ("x86_64-linux/vulkan", null)));
        Assert.Equal("/dev/dri/renderD128 can be used", Assert.Single(await host.RunAsync(new TargetsCheck())).Message);
    }

    [Fact]
    public async Task A_GPU_without_a_row_is_told_with_the_command_that_adds_it()
    {
        host.Gpus = FakeHost.With("580.65.06", FakeHost.H200);
        host.SetEnvironment("version = 1", FakeHost.Locked(promise: null, ("x86_64-linux/cpu", null), ("aarch64-linux/sm_90", null)));
        Assert.Contains(
            CheckResult.Warning("target of GPU 0", "NVIDIA H200 (sm_90) has no row in the lock", "envc lock --add-target sm_90"), await host.RunAsync(new TargetsCheck()));
    }

    [Theory]
    [InlineData("580.65.06", null, "570.26", CheckState.Ok, "GPU 0 can use it, with driver 580.65.06")]
    [InlineData("550.54.14", null, "570.26", CheckState.Failed, "this host has driver 550.54.14, and `libcudart` asks for 570.26")]
    [InlineData("550.54.14", ">=580", "570.26", CheckState.Failed, "this host has driver 550.54.14, and `libcudart` asks for 570.26")]
    [InlineData("550.54.14", ">=580", null, CheckState.Warning, "this host has driver 550.54.14, and the manifest promises 580 or newer")]
    [InlineData("550.54.14", ">=550", null, CheckState.Ok, "GPU 0 can use it, with driver 550.54.14")]
    [InlineData(null, null, "570.26", CheckState.Warning, "the version of this host's driver is not known")]
    internal async Task The_drivers_version_is_held_against_the_packages_of_the_row_and_the_promise(string? driver, string? promise, string? floor, CheckState state, string message)
    {
        host.Gpus = FakeHost.With(driver, FakeHost.H200);
        host.SetEnvironment("version = 1", FakeHost.Locked(promise, ("x86_64-linux/sm_90", floor)));
        var result = Assert.Single(await host.RunAsync(new TargetsCheck()));
        Assert.Equal((state, message), (result.State, result.Message));
    }

    [Theory]
    [InlineData("x86-64-v3", CheckState.Ok)]
    [InlineData("x86-64-v4", CheckState.Ok)]
    [InlineData("x86-64-v2", CheckState.Warning)]
    internal async Task The_processor_is_held_against_its_promise(string processor, CheckState state)
    {
        host.Processor = processor;
        var locked = FakeHost.Locked(promise: null, ("x86_64-linux/cpu", null));
        host.SetEnvironment("version = 1", locked with { Request = locked.Request with { CpuLevel = "x86-64-v3" } });
        Assert.Equal(("target processor", state), (await host.RunAsync(new TargetsCheck())).Select(result => (result.Name, result.State)).Last());
    }

    [Fact]
    public async Task Without_a_driver_there_are_no_files_of_it() =>
        Assert.Equal(CheckResult.Skipped("driver-files", "there is no NVIDIA driver"), await FilesAsync());

    [Fact]
    public async Task A_kernel_module_without_libcuda_is_a_failure()
    {
        host.Write("sys/module/nvidia/version", "580.65.06\n");
        var result = await FilesAsync();
        Assert.Equal((CheckState.Failed, "the kernel has NVIDIA's driver 580.65.06, and `libcuda.so.1` is not found"), (result.State, result.Message));
    }

    [Fact]
    public async Task Missing_files_are_named_and_a_whole_driver_is_counted()
    {
        host.Write("sys/module/nvidia/version", "580.65.06\n");
        AddLibraries("libcuda.so.1", "libnvidia-ml.so.1");
        var partly = await FilesAsync();
        Assert.Equal(CheckState.Warning, partly.State);
        Assert.Equal(
            "2 libraries, 0 programs, 0 files for loaders; not found: `libnvidia-ptxjitcompiler.so.1` for code that is compiled at load (PTX), "
            + "`libnvidia-nvvm.so.4` for code that is linked at load, `nvidia-smi`, `nvidia_icd.json` for Vulkan",
            partly.Message);

        AddLibraries("libnvidia-ptxjitcompiler.so.1", "libnvidia-nvvm.so.4");
        host.Write("usr/share/vulkan/icd.d/nvidia_icd.json", "{}");
        File.WriteAllBytes(host.Write("usr/bin/nvidia-smi", ""), Machine());
        Assert.Equal(CheckResult.Ok("driver-files", "4 libraries, 1 programs, 1 files for loaders of driver 580.65.06"), await FilesAsync());
    }

    [Fact]
    public async Task A_library_of_another_version_than_the_kernel_module_is_a_failure()
    {
        host.Write("sys/module/nvidia/version", "580.65.06\n");
        AddLibraries("libcuda.so.550.54.14");
        File.CreateSymbolicLink(host.Files.File("usr/local/nvidia/lib64/libcuda.so.1"), "libcuda.so.550.54.14");
        var result = await FilesAsync();
        Assert.Equal((CheckState.Failed, "the kernel module is 580.65.06, and `libcuda.so.1` is of 550.54.14"), (result.State, result.Message));
    }

    private void AddLibraries(params string[] names)
    {
        foreach (var name in names)
            File.WriteAllBytes(host.Write($"usr/local/nvidia/lib64/{name}", ""), Machine());
    }

    // An ELF file of this machine, which the search wants to see.
    private static byte[] Machine() => File.ReadAllBytes("/proc/self/exe").AsSpan(0, 64).ToArray();

    private async Task<CheckResult> GpuAsync() => Assert.Single(await host.RunAsync(new GpuDriverCheck()));

    private async Task<CheckResult> FilesAsync() => Assert.Single(await host.RunAsync(new DriverFilesCheck()));
}
