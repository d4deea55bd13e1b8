using System.Threading;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Tests.Supervision;

public sealed class ServiceGpusTests
{
    [Fact]
    public async Task The_host_is_not_asked_where_no_condition_asks_for_gpus()
    {
        var probe = new CountingProbe(new GpuDevice { Index = 0, CudaIndex = 0 });
        Assert.Null(await ServiceGpus.ForAsync(Graph(ConditionFact.Sm), probe, CancellationToken.None));
        Assert.Equal(0, probe.Calls);
    }

    [Fact]
    public async Task The_smallest_gpu_that_cuda_sees_counts()
    {
        var probe = new CountingProbe(
            new GpuDevice { Index = 0, CudaIndex = 1, TotalMib = 81920 },
            new GpuDevice { Index = 1, TotalMib = 8192 },
            new GpuDevice { Index = 2, CudaIndex = 0, TotalMib = 24576 });
        Assert.Equal(new ServiceGpus(2, 24L << 30), await ServiceGpus.ForAsync(Graph(ConditionFact.GpuMemory), probe, CancellationToken.None));
    }

    [Fact]
    public async Task Of_a_sliced_gpu_a_slice_counts()
    {
        var sliced = new GpuDevice { Index = 0, CudaIndex = 0, TotalMib = 81920, Slices = [new("MIG-1", 20480, 1), new("MIG-2", 10240, 1)] };
        Assert.Equal(new ServiceGpus(1, 10L << 30), await ServiceGpus.ForAsync(Graph(ConditionFact.GpuMemory), new CountingProbe(sliced), CancellationToken.None));
    }

    [Fact]
    public async Task A_host_without_gpus_has_none() => Assert.Equal(
        new ServiceGpus(0, null),
        await ServiceGpus.ForAsync(Graph(ConditionFact.GpuCount), new CountingProbe(), CancellationToken.None));

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
