using System.Threading;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Tests.Supervision;

public sealed class ServiceGpusTests
{
    [Fact]
    public async Task The_host_is_not_asked_where_no_condition_asks_for_gpus()
    {
        var probe = new CountingProbe(new GpuDevice { Index = 0, CudaIndex = 0 });
        Assert.Null(await AskAsync(Graph(ConditionFact.Sm), probe));
        Assert.Equal(0, probe.Calls);
    }

    [Fact]
    public async Task The_smallest_gpu_that_cuda_sees_counts()
    {
        var probe = new CountingProbe(
            new GpuDevice { Index = 0, CudaIndex = 1, TotalMib = 81920 },
            new GpuDevice { Index = 1, TotalMib = 8192 },
            new GpuDevice { Index = 2, CudaIndex = 0, TotalMib = 24576 });
        Assert.Equal(new ServiceGpus(2, 24L << 30), await AskAsync(Graph(ConditionFact.GpuMemory), probe));
    }

    [Fact]
    public async Task Of_a_sliced_gpu_a_slice_counts()
    {
        var sliced = new GpuDevice { Index = 0, CudaIndex = 0, TotalMib = 81920, Slices = [new("MIG-1", 20480, 1), new("MIG-2", 10240, 1)] };
        Assert.Equal(new ServiceGpus(1, 10L << 30), await AskAsync(Graph(ConditionFact.GpuMemory), new CountingProbe(sliced)));
    }

    [Fact]
    public async Task A_host_without_gpus_has_none() => Assert.Equal(
        new ServiceGpus(0, null),
        await AskAsync(Graph(ConditionFact.GpuCount), new CountingProbe()));

    [Theory]
    [InlineData("sm_90", 1, 1)]
    [InlineData("sm_90", 0, 0)]
    [InlineData("cpu", 1, 0)]
    [InlineData("vulkan", 1, 0)]
    public async Task The_host_is_asked_where_a_service_gets_GPUs_of_its_own(string accelerator, int count, int calls)
    {
        var probe = new CountingProbe(new GpuDevice { Index = 0, CudaIndex = 0, Uuid = "GPU-a" });
        var found = await AskAsync(GraphWith(new GpuRequest { Count = count }), probe, accelerator);
        Assert.Equal(calls, probe.Calls);
        Assert.Equal(calls, found?.Devices.Count ?? 0);
    }

    [Fact]
    public async Task Assignable_are_the_GPUs_that_cuda_sees_and_slices_in_the_place_of_what_is_cut()
    {
        var probe = new CountingProbe(
            new GpuDevice { Index = 2, CudaIndex = 0, Uuid = "GPU-c", Sm = new SmVersion(9, 0) },
            new GpuDevice { Index = 0, Uuid = "GPU-a" },
            new GpuDevice { Index = 1, CudaIndex = 1, Uuid = "GPU-b", Slices = [new("MIG-1", 20480, 1), new("MIG-2", 10240, 1)] });
        var graph = GraphWith(new GpuRequest { Devices = ["2"] });
        Assert.Equal(
            [new VisibleGpu(1, "MIG-1", null, IsSlice: true), new VisibleGpu(1, "MIG-2", null, IsSlice: true), new VisibleGpu(2, "GPU-c", "sm_90")],
            (await AskAsync(graph, probe, "sm_90"))!.Devices);
        Assert.Equal(["MIG-2", "GPU-c"], (await AskAsync(graph, probe, "sm_90", visible: "MIG-2,GPU-c"))!.Devices.Select(gpu => gpu.Uuid));
    }

    private static Task<ServiceGpus?> AskAsync(ServiceGraph graph, IGpuProbe probe, string accelerator = "sm_90", string? visible = null) =>
        ServiceGpus.ForAsync(graph, new Target("x86_64-linux", accelerator), probe, visible, CancellationToken.None);

    private static ServiceGraph GraphWith(GpuRequest gpus)
    {
        var graph = new ServiceGraph();
        graph.Services.Add("x", new ServiceSpec { Command = "x", Group = "toplevel", Gpus = gpus });
        return graph;
    }

    private static ServiceGraph Graph(ConditionFact fact)
    {
        var graph = new ServiceGraph();
        graph.Services.Add("plain", new ServiceSpec { Command = "x", Group = "toplevel" });
        graph.Services.Add("x", new ServiceSpec
        {
            Command = "x",
            Group = "toplevel",
            When = new Condition.Any([new Condition.Constant(false), new Condition.NumberComparison(fact, ComparisonOperator.Greater, 0)]),
        });
        return graph;
    }

    private sealed class CountingProbe(params GpuDevice[] devices) : IGpuProbe
    {
        public int Calls { get; private set; }

        public Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GpuInventory> InventoryAsync(CancellationToken cancellation)
        {
            Calls++;
            return Task.FromResult(new GpuInventory { Source = "nvml", Devices = devices });
        }
    }
}
