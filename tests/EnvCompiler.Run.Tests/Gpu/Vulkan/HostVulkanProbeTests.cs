using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Tests.Supervision;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Gpu.Vulkan;

public sealed class HostVulkanProbeTests
{
    private static readonly GpuInventory NoNvidia = new() { Source = "none" };

    private const string Radeon = """[{"name":"AMD Radeon RX 7900 XTX (RADV NAVI31)","type":"discrete","is-software":false,"vendor":"1002","device":"744c","api-version":"1.3.255"}]""";

    [Fact]
    public async Task The_loader_completes_what_files_tell()
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "1002", "744c", "0000:03:00.0", "amdgpu");
        var inventory = await AskAsync(host, new ProcessOutput(0, Radeon, ""));
        Assert.Equal(("loader", null), (inventory.Source, inventory.Problem));
        var device = Assert.Single(inventory.Devices);
        Assert.Equal(("AMD Radeon RX 7900 XTX (RADV NAVI31)", "discrete", "1.3.255", "/dev/dri/renderD128"), (device.Name, device.Type, device.ApiVersion, device.Node));
        Assert.Same(device, inventory.UsableBeside(NoNvidia));
    }

    [Fact]
    public async Task A_GPU_that_the_hosts_loader_does_not_show_stays_and_comes_before_software()
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "1002", "744c", "0000:03:00.0", "amdgpu");
        host.AddDriverFile("usr/share/vulkan/icd.d/lvp.json", "libvulkan_lvp.so", "1.1.230");
        var inventory = await AskAsync(host, new ProcessOutput(0, """[{"name":"llvmpipe","type":"cpu","is-software":true,"vendor":"10005","device":"0000","api-version":"1.3.230"}]""", ""));
        Assert.Equal([("744c", null, false), ("0000", "llvmpipe", true)], inventory.Devices.Select(device => (device.Device!, device.Name, device.IsSoftware)));
        Assert.Equal("/dev/dri/renderD128", inventory.UsableBeside(NoNvidia)?.Node);
    }

    [Fact]
    public void Two_equal_GPUs_keep_their_own_nodes()
    {
        var seen = new VulkanInventory { Source = "files", Devices = [Node(128), Node(129)] };
        var told = new VulkanDevice { Name = "Radeon", Vendor = "1002", Device = "744c" };
        Assert.Equal(["/dev/dri/renderD128", "/dev/dri/renderD129"], HostVulkanProbe.Merge(seen, [told, told]).Devices.Select(device => device.Node));

        static VulkanDevice Node(int minor) => new() { Vendor = "1002", Device = "744c", Node = $"/dev/dri/renderD{minor}" };
    }

    [Theory]
    [InlineData(VulkanDevicesCommand.NoLoader, "", "", null)]
    [InlineData(1, "", "vkCreateInstance failed with -3\n", "the host's Vulkan loader failed: vkCreateInstance failed with -3")]
    [InlineData(139, "", "a driver's last words", "the host's Vulkan loader failed: the process that asked it ended with exit code 139")]
    [InlineData(0, "MESA: warning\n[]", "", "a driver of the host wrote between the words of its Vulkan loader")]
    public async Task Whatever_becomes_of_the_process_that_asks_files_have_told(int exitCode, string output, string error, string? problem)
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "1002", "744c", "0000:03:00.0", "amdgpu");
        var inventory = await AskAsync(host, new ProcessOutput(exitCode, output, error));
        Assert.Equal(("files", problem, true), (inventory.Source, inventory.Problem, inventory.UsableBeside(NoNvidia) is not null));
    }

    [Fact]
    public async Task A_driver_that_hangs_is_given_up()
    {
        using var host = new FakeHost();
        using var limit = new CancellationTokenSource();
        var probe = Probe(host, new Processes(async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return null;
        }), new EndlessTime());
        var inventory = await probe.AskAsync(limit.Token);
        Assert.Equal("the host's Vulkan loader did not answer within 10 s", inventory.Problem);
    }

    [Fact]
    public async Task A_real_process_that_hangs_is_ended_with_its_children()
    {
        using var host = new FakeHost();
        host.Write("launcher", "#!/bin/sh\nsleep 98765 & echo $! > \"$0.tmp\" && mv \"$0.tmp\" \"$0.pid\"\nwait\n");
        File.SetUnixFileMode(Path.Combine(host.Path, "launcher"), (UnixFileMode)0b111_101_101);
        var probe = new HostVulkanProbe(new ProcessRunner(), new TimeAfter(Path.Combine(host.Path, "launcher.pid")), Path.Combine(host.Path, "launcher"), host.Variables) { HostRoot = host.Path };
        Assert.Equal("the host's Vulkan loader did not answer within 10 s", (await probe.AskAsync(default)).Problem);
        var child = File.ReadAllText(Path.Combine(host.Path, "launcher.pid")).Trim();
        Eventually.Holds(() => !File.Exists($"/proc/{child}/cmdline") || File.ReadAllText($"/proc/{child}/cmdline").Length == 0);
    }

    [Fact]
    public async Task A_real_process_that_crashes_is_told()
    {
        using var host = new FakeHost();
        host.Write("launcher", "#!/bin/sh\nkill -SEGV $$\n");
        File.SetUnixFileMode(Path.Combine(host.Path, "launcher"), (UnixFileMode)0b111_101_101);
        var probe = new HostVulkanProbe(new ProcessRunner(), TimeProvider.System, Path.Combine(host.Path, "launcher"), host.Variables) { HostRoot = host.Path };
        Assert.Equal("the host's Vulkan loader failed: the process that asked it ended with exit code 139", (await probe.AskAsync(default)).Problem);
    }

    [Fact]
    public async Task Whoever_ends_the_command_ends_the_question()
    {
        using var host = new FakeHost();
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        var probe = Probe(host, new Processes(cancellation => Task.FromCanceled<ProcessOutput?>(cancellation)), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.AskAsync(ended.Token));
    }

    [Requires("vulkaninfo")]
    public async Task The_real_loader_shows_what_vulkaninfo_shows()
    {
        var probe = new HostVulkanProbe(new ProcessRunner(), TimeProvider.System, SupervisedEnvironment.LauncherPath, Variables());
        var inventory = await probe.AskAsync(default);
        Assert.Equal(("loader", null), (inventory.Source, inventory.Problem));
        var summary = (await new ProcessRunner().RunAsync("vulkaninfo", ["--summary"], default))!.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(Values("deviceName"), inventory.Devices.Where(device => device.Type is not null).Select(device => device.Name).Order());
        Assert.Equal(Values("apiVersion"), inventory.Devices.Where(device => device.Type is not null).Select(device => device.ApiVersion).Order());
        Assert.All(inventory.Devices, device => Assert.Equal(device.Type == "cpu", device.IsSoftware));
        Assert.Contains(inventory.Devices, device => device.Name?.StartsWith("llvmpipe", StringComparison.Ordinal) == true);

        IEnumerable<string> Values(string key) =>
            summary.Where(line => line.StartsWith(key + " ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()).Order();
    }

    private static Dictionary<string, string> Variables() => new(StringComparer.Ordinal) { ["HOME"] = "/" };

    private static Task<VulkanInventory> AskAsync(FakeHost host, ProcessOutput said) =>
        Probe(host, new Processes(_ => Task.FromResult<ProcessOutput?>(said)), TimeProvider.System).AskAsync(default);

    private static HostVulkanProbe Probe(FakeHost host, IProcessRunner processes, TimeProvider time) =>
        new(processes, time, "/envc-run", host.Variables) { HostRoot = host.Path, MayOpen = _ => true };

    private sealed class Processes(Func<CancellationToken, Task<ProcessOutput?>> run) : IProcessRunner
    {
        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Assert.Equal(("/envc-run", "vulkan-devices"), (program, Assert.Single(arguments)));
            return run(cancellation);
        }
    }

    /// <summary>A clock whose limits are over as soon as a file is there.</summary>
    private sealed class TimeAfter(string path) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ = Task.Run(async () =>
            {
                while (!File.Exists(path))
                    await Task.Delay(10);
                callback(state);
            });
            return base.CreateTimer(_ => { }, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A clock whose every limit is over at once.</summary>
    private sealed class EndlessTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
