using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

/// <summary>Kernel settings, container tools, CDI, disk, Vulkan, registries.</summary>
public sealed class HostChecksTests : IDisposable
{
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("user/max_user_namespaces", "0", CheckState.Warning, "sysctl -w user.max_user_namespaces=15000")]
    [InlineData("user/max_user_namespaces", "1000", CheckState.Ok, null)]
    [InlineData("user/max_mnt_namespaces", "0", CheckState.Warning, "sysctl -w user.max_mnt_namespaces=15000")]
    [InlineData("kernel/unprivileged_userns_clone", "0", CheckState.Warning, "sysctl -w kernel.unprivileged_userns_clone=1")]
    [InlineData("kernel/unprivileged_userns_clone", "1", CheckState.Ok, null)]
    internal async Task Limits_of_the_kernel_are_told(string setting, string value, CheckState state, string? fix)
    {
        host.Write($"proc/sys/{setting}", $"{value}\n");
        var result = (await host.RunAsync(new NamespaceLimitsCheck()))[0];
        Assert.Equal((state, fix), (result.State, result.Fix));
    }

    [Theory]
    [InlineData(null, false, CheckState.Skipped)]
    [InlineData("0", false, CheckState.Ok)]
    [InlineData("1", true, CheckState.Ok)]
    [InlineData("1", false, CheckState.Warning)]
    internal async Task AppArmors_restriction_is_no_problem_where_bwrap_has_its_profile(string? value, bool hasBwrap, CheckState state)
    {
        if (value is not null)
            host.Write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", value);
        if (hasBwrap)
            host.Write("usr/bin/bwrap", "");
        var result = (await host.RunAsync(new NamespaceLimitsCheck()))[1];
        Assert.Equal(("apparmor", state), (result.Name, result.State));
        Assert.Equal(state == CheckState.Warning, result.Fix is not null);
    }

    [Fact]
    public async Task A_container_tool_is_told_with_its_version_and_needed_by_nobody()
    {
        host.Programs["podman"] = new ProcessOutput(0, "podman version 5.4.2\n", "");
        host.Programs["runc"] = new ProcessOutput(1, "", "");
        Assert.Equal(
            [
                ("docker", CheckState.Skipped, "not on PATH, and not needed to build or activate"), ("podman", CheckState.Ok, "podman version 5.4.2"),
                ("skopeo", CheckState.Skipped, "not on PATH, and not needed to build or activate"), ("runc", CheckState.Warning, "`runc --version` ended with exit code 1"),
            ],
            (await host.RunAsync(new ContainerToolsCheck())).Select(result => (result.Name, result.State, result.Message)));
    }

    [Fact]
    public async Task CDI_specifications_name_files_that_must_be_there()
    {
        Assert.Equal(CheckState.Skipped, Assert.Single(await host.RunAsync(new CdiCheck())).State);
        host.Write("usr/lib/libcuda.so.580.65.06", "");
        host.Write("etc/cdi/nvidia.yaml", "containerEdits:\n  mounts:\n  - hostPath: /usr/lib/libcuda.so.580.65.06\n");
        host.Write("var/run/cdi/old.json", """{ "containerEdits": { "mounts": [{ "hostPath": "/usr/lib/libcuda.so.535.1" }, { "hostPath": "/usr/lib/libcuda.so.580.65.06" }] } }""");
        Assert.Equal(
            [
                CheckResult.Ok("cdi", "all 1 files that `/etc/cdi/nvidia.yaml` names are there"),
                CheckResult.Warning(
                    "cdi", "1 of 2 files that `/var/run/cdi/old.json` names are missing: `/usr/lib/libcuda.so.535.1`", "nvidia-ctk cdi generate --output=/var/run/cdi/old.json"),
            ],
            await host.RunAsync(new CdiCheck()));
    }

    [Theory]
    [InlineData(100_000_000_000, 1_000_000L, CheckState.Ok)]
    [InlineData(100_000_000_000, null, CheckState.Ok)]
    [InlineData(1_000_000_000, 1_000_000L, CheckState.Warning)]
    [InlineData(100_000_000, 1_000_000L, CheckState.Failed)]
    [InlineData(100_000_000_000, 9_999L, CheckState.Warning)]
    [InlineData(100_000_000_000, 0L, CheckState.Failed)]
    internal async Task Room_is_bytes_and_files(long bytes, long? files, CheckState state)
    {
        host.Space = new FileSystemSpace(bytes, files);
        var results = await host.RunAsync(new DiskCheck());
        Assert.Equal(["disk store", "disk tmp"], results.Select(result => result.Name));
        Assert.Equal(state, results[0].State);
        Assert.Equal(state is CheckState.Ok, results[0].Fix is null || state is CheckState.Ok);
    }

    [Fact]
    public async Task The_environments_own_disk_is_looked_at_where_there_is_one()
    {
        host.SetEnvironment("version = 1");
        Assert.Equal(["disk store", "disk environment", "disk tmp"], (await host.RunAsync(new DiskCheck())).Select(result => result.Name));
    }

    [Fact]
    public async Task A_GPU_that_Vulkan_cannot_use_is_a_warning_and_software_is_nothing()
    {
        Assert.Equal(CheckState.Skipped, Assert.Single(await host.RunAsync(new VulkanCheck())).State);
        host.Vulkan = new VulkanInventory
        {
            Source = "files",
            Devices =
            [
                new VulkanDevice { Name = "NVIDIA H200" }, new VulkanDevice { Vendor = "1002", Device = "744c", KernelDriver = "amdgpu", Problem = "there is no node" },
                new VulkanDevice { Name = "llvmpipe", IsSoftware = true },
            ],
        };
        Assert.Equal(
            [CheckResult.Ok("vulkan", "NVIDIA H200 can be used"), CheckResult.Warning("vulkan", "1002:744c (amdgpu): there is no node", "envc gpu")],
            await host.RunAsync(new VulkanCheck()));
    }

    [Fact]
    public async Task Registries_are_said_to_be_none() =>
        Assert.Equal(CheckResult.Skipped("registries", "no registry is configured"), Assert.Single(await host.RunAsync(new RegistryCheck())));
}
