namespace EnvCompiler.Run.Tests.Gpu.Vulkan;

public sealed class VulkanFilesTests
{
    [Fact]
    public void A_host_without_any_of_the_files_has_no_device()
    {
        using var host = new FakeHost();
        Assert.Empty(host.Find());
    }

    [Fact]
    public void A_GPU_that_a_Mesa_driver_knows_is_usable_whether_or_not_the_host_has_that_driver()
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "1002", "744c", "0000:03:00.0", "amdgpu");
        host.AddRenderNode(129, "8086", "A780", "0000:00:02.0", "i915");
        host.AddDriverFile("usr/share/vulkan/icd.d/radeon_icd.x86_64.json", "/usr/lib/x86_64-linux-gnu/libvulkan_radeon.so", "1.3.255");
        var devices = host.Find();
        Assert.All(devices, device => Assert.True(device.IsUsable, device.Problem));
        Assert.Equal(
            [
                ("1002", "744c", "00000000:03:00.0", "amdgpu", "/dev/dri/renderD128", "/usr/share/vulkan/icd.d/radeon_icd.x86_64.json"),
                ("8086", "a780", "00000000:00:02.0", "i915", "/dev/dri/renderD129", null),
            ],
            devices.Select(device => (device.Vendor!, device.Device!, device.PciId!, device.KernelDriver!, device.Node!, device.DriverFile)));
    }

    [Fact]
    public void A_GPU_whose_node_is_missing_or_closed_is_told_with_what_to_do()
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "1002", "744c", "0000:03:00.0", "amdgpu", hasNode: false);
        host.AddRenderNode(129, "1002", "744c", "0000:04:00.0", "amdgpu");
        host.Closed.Add("/dev/dri/renderD129");
        Assert.Equal(
            [
                "there is no `/dev/dri/renderD128` here: whoever starts a container must give it that device",
                "`/dev/dri/renderD129` may not be opened: it is for the users of its group (`render`)",
            ],
            host.Find().Select(device => device.Problem));
    }

    [Fact]
    public void A_GPU_that_no_Vulkan_driver_knows_is_not_usable()
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "1a03", "2000", "0000:05:00.0", "vgem");
        host.AddRenderNode(129, "1002", "744c", "0000:04:00.0", kernelDriver: null);
        Assert.Equal(
            ["there is no Vulkan driver for devices of the kernel's `vgem`", "the kernel has no driver for it"],
            host.Find().Select(device => device.Problem));
    }

    [Fact]
    public void A_GPU_of_NVIDIAs_driver_is_listed_once_and_needs_the_hosts_file_for_Vulkan()
    {
        using var host = new FakeHost();
        host.AddRenderNode(128, "10de", "2335", "0000:00:06.0", "nvidia");
        host.AddNvidia(0, "0000:00:06.0", "NVIDIA H200", "2335");
        host.AddNvidiaDriver(hasVulkan: false);
        var without = Assert.Single(host.Find());
        Assert.Equal("the host's driver has no file that names it to a Vulkan loader (`nvidia_icd.json`)", without.Problem);

        host.AddNvidiaDriver(hasVulkan: true);
        var with = Assert.Single(host.Find());
        Assert.True(with.IsUsable, with.Problem);
        Assert.Equal(
            ("NVIDIA H200", "10de", "2335", "00000000:00:06.0", "/dev/nvidia0", "/usr/share/vulkan/icd.d/nvidia_icd.json"),
            (with.Name, with.Vendor, with.Device, with.PciId, with.Node, with.DriverFile));
    }

    [Fact]
    public void A_container_sees_all_GPUs_of_NVIDIAs_module_and_has_the_nodes_of_its_own()
    {
        using var host = new FakeHost();
        host.AddNvidia(0, "0000:00:06.0", "NVIDIA H200", "2335", hasNode: false);
        host.AddNvidia(1, "0000:00:07.0", "NVIDIA H200", "2335");
        host.AddNvidiaDriver(hasVulkan: true);
        Assert.Equal([false, true], host.Find().Select(device => device.IsUsable));
    }

    [Fact]
    public void Where_the_modules_files_are_hidden_the_nodes_are_listed()
    {
        using var host = new FakeHost();
        foreach (var node in (ReadOnlySpan<string>)["nvidiactl", "nvidia-uvm", "nvidia1", "nvidia0"])
            host.Write($"dev/{node}", "");
        host.AddNvidiaDriver(hasVulkan: true);
        Assert.Equal([("/dev/nvidia0", true), ("/dev/nvidia1", true)], host.Find().Select(device => (device.Node!, device.IsUsable)));
    }

    [Fact]
    public void Software_is_marked_as_such_and_is_never_usable()
    {
        using var host = new FakeHost();
        host.AddDriverFile("usr/share/vulkan/icd.d/lvp_icd.x86_64.json", "/usr/lib/x86_64-linux-gnu/libvulkan_lvp.so", "1.1.230");
        host.AddDriverFile("etc/vulkan/icd.d/radeon_icd.json", "libvulkan_radeon.so", "1.3.0");
        var device = Assert.Single(host.Find());
        Assert.Equal(("lavapipe", "cpu", true, false, "1.1.230"), (device.Name, device.Type, device.IsSoftware, device.IsUsable, device.ApiVersion));
    }
}
