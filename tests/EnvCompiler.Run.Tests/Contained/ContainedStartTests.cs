using System.Threading;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Run.Contained;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Tests.Steps;

namespace EnvCompiler.Run.Tests.Contained;

/// <summary>An image, unit or pod on a host with other GPUs than it was made for.</summary>
public sealed class ContainedStartTests
{
    [Theory]
    [InlineData(90, null, null)]
    [InlineData(89, "ENVC0635", "run what was made for `x86_64-linux/sm_89`")]
    [InlineData(0, "ENVC0635", "--gpus all")]
    public async Task It_starts_where_its_target_is_chosen_and_else_says_what_to_do(int sm, string? code, string? hint)
    {
        var prepared = await Start(["cpu", "sm_89", "sm_90"]).PrepareAsync(new Gpus(sm), new NoVulkan(), new CapturingStepHost(), default);
        var problem = prepared.Diagnostics.SingleOrDefault();
        Assert.Equal((code is null, code), (prepared.Ok, problem?.Code));
        Assert.Contains(hint ?? "", problem?.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_target_for_this_host_the_devices_are_named()
    {
        var problem = Assert.Single((await Start(["sm_90"]).PrepareAsync(new Gpus(75), new NoVulkan(), new CapturingStepHost(), default)).Diagnostics);
        Assert.Equal("ENVC0634", problem.Code);
        Assert.Contains(problem.Details, detail => detail.Contains("sm_75", StringComparison.Ordinal));
        Assert.Contains("--gpus all", problem.Hint, StringComparison.Ordinal);
    }

    private static ContainedStart Start(string[] accelerators)
    {
        var table = new TargetTable();
        foreach (var accelerator in accelerators)
            table.Rows.Add($"x86_64-linux/{accelerator}", new TargetRow());
        return new ContainedStart(
            new ContainedEnvironment { Name = "demo", Generation = 3, Target = "x86_64-linux/sm_90", Targets = table, Services = new ServiceGraph() },
            "/.envc/environment", new Dictionary<string, string>());
    }

    private sealed class Gpus(int sm) : IGpuProbe
    {
        public Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GpuInventory> InventoryAsync(CancellationToken cancellation) => Task.FromResult(sm == 0
            ? new GpuInventory { Source = "none" }
            : new GpuInventory { Source = "nvml", Driver = "580.159.04", Devices = [new GpuDevice { Index = 0, CudaIndex = 0, Name = "NVIDIA", Sm = SmVersion.Of(sm) }] });
    }

    private sealed class NoVulkan : IVulkanProbe
    {
        public VulkanInventory Look() => new() { Source = "files" };

        public Task<VulkanInventory> AskAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
