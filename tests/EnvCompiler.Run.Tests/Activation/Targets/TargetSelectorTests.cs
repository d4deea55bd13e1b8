using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Targets;

public sealed class TargetSelectorTests : IDisposable
{
    private static readonly TargetTable Table = new() { Rows = new() { ["x86_64-linux/cpu"] = new(), ["x86_64-linux/sm_90"] = new() } };

    private readonly TemporaryDirectory directory = new();
    private readonly Probe probe = new();

    private EnvironmentLayout Layout => new(directory.Path);

    private HostContext Host => HostContext.Current() with { System = "x86_64-linux" };

    [Fact]
    public async Task Without_an_accelerator_in_the_lock_no_device_is_looked_at()
    {
        var choice = await SelectAsync(table: null);
        Assert.Equal(("x86_64-linux/cpu", false, 0), (choice.Target.ToString(), choice.IsAmongAccelerators, probe.Count));
    }

    [Fact]
    public async Task What_the_caller_names_is_taken_unseen_and_must_be_a_row()
    {
        Assert.Equal("x86_64-linux/sm_90", (await SelectAsync(Table, ("ENVC_TARGET", "x86_64-linux/sm_90"))).Target.ToString());
        Assert.Equal(0, probe.Count);
        var refused = await new TargetSelector(Host, probe, probe).SelectAsync(Table, Layout, Variables(("ENVC_TARGET", "x86_64-linux/sm_80")), CancellationToken.None);
        Assert.Equal("ENVC0502", Assert.Single(refused.Diagnostics).Code);
        // Within an activation it is what that one chose, perhaps for another environment.
        Assert.Equal("x86_64-linux/sm_90", (await SelectAsync(Table, ("ENVC_TARGET", "x86_64-linux/sm_80"), ("ENVC_ENV", "/x"))).Target.ToString());
    }

    [Fact]
    public async Task A_recorded_choice_holds_for_the_same_visible_devices()
    {
        Record(await SelectAsync(Table));
        Assert.Equal("GPU 0 (H200) is sm_90", (await SelectAsync(Table)).Reason);
        Assert.Equal(1, probe.Count);
        await SelectAsync(Table, ("CUDA_VISIBLE_DEVICES", "1"));
        Assert.Equal(2, probe.Count);
        Record(await SelectAsync(Table, ("CUDA_VISIBLE_DEVICES", "1")), ("CUDA_VISIBLE_DEVICES", "1"));
        await SelectAsync(Table, ("CUDA_VISIBLE_DEVICES", "1"));
        Assert.Equal(3, probe.Count);
    }

    [Fact]
    public async Task What_the_caller_named_is_not_recorded_for_those_who_name_nothing()
    {
        Record(await SelectAsync(Table, ("ENVC_TARGET", "x86_64-linux/cpu")), ("ENVC_TARGET", "x86_64-linux/cpu"));
        Assert.Equal("x86_64-linux/sm_90", (await SelectAsync(Table)).Target.ToString());
    }

    [Fact]
    public async Task A_fallback_is_chosen_again_and_said_again()
    {
        Record((await SelectAsync(Table)) with { IsFallback = true });
        await SelectAsync(Table);
        Assert.Equal(2, probe.Count);
    }

    [Fact]
    public async Task Who_only_tells_takes_a_fallback_as_it_is_recorded()
    {
        Record((await SelectAsync(Table)) with { IsFallback = true });
        var facts = new HostFactsLayout(Layout.HostFacts(Host.HostName, Host.UserId));
        Assert.Equal(("GPU 0 (H200) is sm_90", true), (TargetRecord.Read(facts, Variables())!.Reason, TargetRecord.Read(facts, Variables())!.IsFallback));
        Assert.Equal(1, probe.Count);
    }

    [Fact]
    public async Task A_recorded_row_that_the_lock_has_no_more_is_forgotten()
    {
        Record(await SelectAsync(Table));
        var other = new TargetTable { Rows = new() { ["x86_64-linux/cpu"] = new(), ["x86_64-linux/sm_80"] = new() } };
        Assert.Equal("x86_64-linux/cpu", (await SelectAsync(other)).Target.ToString());
    }

    [Fact]
    public async Task A_lock_for_other_systems_only_is_an_error()
    {
        var table = new TargetTable { Rows = new() { ["aarch64-linux/sm_90"] = new() } };
        var refused = await new TargetSelector(Host, probe, probe).SelectAsync(table, Layout, Variables(), CancellationToken.None);
        Assert.Equal("ENVC0503", Assert.Single(refused.Diagnostics).Code);
    }

    public void Dispose() => directory.Dispose();

    private async Task<TargetChoice> SelectAsync(TargetTable? table, params (string Name, string Value)[] variables) =>
        (await new TargetSelector(Host, probe, probe).SelectAsync(table, Layout, Variables(variables), CancellationToken.None)).Value;

    private void Record(TargetChoice choice, params (string Name, string Value)[] variables)
    {
        var facts = new HostFactsLayout(Layout.HostFacts(Host.HostName, Host.UserId));
        Directory.CreateDirectory(facts.Directory);
        TargetRecord.Write(facts, choice, Variables(variables), new FileWriter(new PosixFileOperations()));
    }

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) => variables.ToDictionary(each => each.Name, each => each.Value);

    private sealed class Probe : IGpuProbe, IVulkanProbe
    {
        internal int Count { get; private set; }

        public Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GpuInventory> InventoryAsync(CancellationToken cancellation)
        {
            Count++;
            return Task.FromResult(new GpuInventory { Source = "nvml", Driver = "580", Devices = [new GpuDevice { Index = 0, CudaIndex = 0, Name = "H200", Sm = new SmVersion(9, 0) }] });
        }

        public VulkanInventory Look() => new() { Source = "files" };

        public Task<VulkanInventory> AskAsync(CancellationToken cancellation) => Task.FromResult(Look());
    }
}
