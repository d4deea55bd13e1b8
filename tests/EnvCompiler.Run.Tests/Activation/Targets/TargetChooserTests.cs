using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Run.Tests.Activation.Targets;

public sealed class TargetChooserTests
{
    private static readonly GpuInventory None = new() { Source = "none" };

    [Fact]
    public void The_SM_of_the_visible_GPU_is_the_target()
    {
        var choice = Choose(Table("cpu", "sm_80", "sm_90"), Host("580.159.04", Gpu(0, "NVIDIA H200", 90))).Value;
        Assert.Equal(("x86_64-linux/sm_90", "GPU 0 (NVIDIA H200) is sm_90", false), (choice.Target.ToString(), choice.Reason, choice.IsFallback));
        Assert.True(choice.IsAmongAccelerators);
    }

    [Fact]
    public void Equal_GPUs_are_told_together()
    {
        var choice = Choose(Table("cpu", "sm_90"), Host("580", Gpu(0, "NVIDIA H200", 90), Gpu(1, "NVIDIA H200", 90))).Value;
        Assert.Equal("GPUs 0, 1 (NVIDIA H200) are sm_90", choice.Reason);
    }

    [Fact]
    public void Without_a_GPU_the_processor_is_the_target_and_that_is_told()
    {
        var choice = Choose(Table("cpu", "sm_90"), None);
        Assert.Empty(choice.Diagnostics);
        Assert.Equal(("x86_64-linux/cpu", "this host has no NVIDIA GPU", false), (choice.Value.Target.ToString(), choice.Value.Reason, choice.Value.IsFallback));
    }

    [Fact]
    public void A_GPU_without_a_row_is_a_warning_that_names_the_command()
    {
        var choice = Choose(Table("cpu", "sm_90"), Host("580", Gpu(0, "NVIDIA A10", 86), Gpu(1, "NVIDIA L4", 89)));
        var warning = Assert.Single(choice.Diagnostics);
        Assert.Equal(("ENVC0521", Severity.Warning), (warning.Code, warning.Severity));
        Assert.Equal(["GPU 0 (NVIDIA A10, sm_86): the lock has nothing for `sm_86`", "GPU 1 (NVIDIA L4, sm_89): the lock has nothing for `sm_89`"], warning.Details);
        Assert.Equal("`envc lock --add-target sm_86 sm_89 -d /e` adds a target for it", warning.Hint);
        Assert.Equal(("x86_64-linux/cpu", true), (choice.Value.Target.ToString(), choice.Value.IsFallback));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("sm_75")]
    public void Where_an_accelerator_is_required_it_is_an_error(string other)
    {
        var problem = Assert.Single(Choose(Table(other, "sm_90") with { IsRequired = true }, Host("580", Gpu(0, "NVIDIA A10", 86))).Diagnostics);
        Assert.Equal(("ENVC0520", Severity.Error), (problem.Code, problem.Severity));
        Assert.Equal("ENVC0520", Assert.Single(Choose(Table(other, "sm_90") with { IsRequired = true }, None).Diagnostics).Code);
    }

    [Fact]
    public void Without_a_row_for_the_processor_nothing_is_left()
    {
        var problem = Assert.Single(Choose(Table("sm_80", "sm_90"), Host("580", Gpu(0, "NVIDIA A10", 86))).Diagnostics);
        Assert.Equal(("ENVC0520", "no target of the lock is for this host"), (problem.Code, problem.Message));
    }

    [Fact]
    public void A_driver_below_the_packages_floor_keeps_the_row_from_fitting()
    {
        var table = Table("cpu", "sm_90");
        table.Rows["x86_64-linux/sm_90"] = new TargetRow { DriverFloor = "570" };
        Assert.Equal("x86_64-linux/sm_90", Choose(table, Host("570.26", Gpu(0, "NVIDIA H200", 90))).Value.Target.ToString());
        var choice = Choose(table, Host("550.54.15", Gpu(0, "NVIDIA H200", 90)));
        Assert.Equal(["GPU 0 (NVIDIA H200, sm_90): the packages for `sm_90` ask for driver 570, and this host has 550.54.15"], Assert.Single(choice.Diagnostics).Details);
        Assert.Equal("x86_64-linux/cpu", choice.Value.Target.ToString());
    }

    [Fact]
    public void A_host_that_breaks_a_promise_is_warned_of()
    {
        var table = Table("cpu", "sm_90") with { Driver = ">=570", CpuLevel = "x86-64-v3" };
        var choice = Choose(table, Host("550.54.15", Gpu(0, "NVIDIA H200", 90)), processor: new CpuLevel("x86-64-v2"));
        Assert.Equal(["ENVC0524", "ENVC0523"], choice.Diagnostics.Select(each => each.Code));
        Assert.Equal("x86_64-linux/sm_90", choice.Value.Target.ToString());
        Assert.Empty(Choose(table, Host("570.26", Gpu(0, "NVIDIA H200", 90)), processor: new CpuLevel("x86-64-v4")).Diagnostics);
    }

    [Fact]
    public void GPUs_of_several_kinds_have_one_target_where_their_rows_are_equal_and_a_warning_elsewhere()
    {
        var host = Host("580", Gpu(0, "NVIDIA A100", 80), Gpu(1, "NVIDIA H200", 90));
        var twins = Table("cpu", "sm_80", "sm_90");
        twins.Rows["x86_64-linux/sm_80"] = new TargetRow { SameAs = ["x86_64-linux/sm_90"] };
        Assert.Empty(Choose(twins, host).Diagnostics);
        Assert.Equal("x86_64-linux/sm_80", Choose(twins, host).Value.Target.ToString());

        var warned = Choose(Table("cpu", "sm_80", "sm_90"), host);
        var warning = Assert.Single(warned.Diagnostics);
        Assert.Equal("ENVC0522", warning.Code);
        Assert.Equal(["GPU 1 (NVIDIA H200, sm_90)"], warning.Details);
        Assert.Equal(("x86_64-linux/sm_80", true), (warned.Value.Target.ToString(), warned.Value.IsFallback));
        Assert.Equal("x86_64-linux/sm_90", Assert.Single(warned.Value.Others).ToString());
        Assert.Empty(Choose(twins, host).Value.Others);
    }

    [Fact]
    public void The_targets_of_other_GPUs_are_those_whose_packages_differ_and_that_the_driver_can_run()
    {
        var table = Table("cpu", "sm_75", "sm_80", "sm_86", "sm_90", "sm_100");
        table.Rows["x86_64-linux/sm_80"] = new TargetRow { SameAs = ["x86_64-linux/sm_86"] };
        table.Rows["x86_64-linux/sm_86"] = new TargetRow { SameAs = ["x86_64-linux/sm_80"] };
        table.Rows["x86_64-linux/sm_100"] = new TargetRow { DriverFloor = "590" };
        var host = Host(
            "580", Gpu(0, "NVIDIA H200", 90), Gpu(1, "NVIDIA A10", 86), Gpu(2, "NVIDIA A100", 80), Gpu(3, "NVIDIA L4", 89), Gpu(4, "NVIDIA B200", 100), Gpu(5, "NVIDIA T4", 75));

        Assert.Equal(["x86_64-linux/sm_86", "x86_64-linux/sm_75"], Choose(table, host).Value.Others.Select(target => target.ToString()));
    }

    [Fact]
    public void CUDAs_first_device_decides_not_the_first_of_the_host()
    {
        var host = Host("580", Gpu(0, "NVIDIA A100", 80) with { CudaIndex = 1 }, Gpu(1, "NVIDIA H200", 90) with { CudaIndex = 0 });
        Assert.Equal("x86_64-linux/sm_90", Choose(Table("sm_80", "sm_90"), host).Value.Target.ToString());
    }

    [Fact]
    public void Hidden_GPUs_do_not_count_and_that_is_told()
    {
        var hidden = Host("580", Gpu(0, "NVIDIA H200", 90) with { CudaIndex = null }) with { Problem = "CUDA_VISIBLE_DEVICES names none of them" };
        var choice = Choose(Table("cpu", "sm_90"), hidden);
        Assert.Equal("x86_64-linux/cpu", choice.Value.Target.ToString());
        Assert.Contains("CUDA_VISIBLE_DEVICES names none of them", Assert.Single(choice.Diagnostics).Details[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_Vulkan_device_is_taken_where_no_SM_fits()
    {
        var radeon = new VulkanInventory { Source = "files", Devices = [new VulkanDevice { Name = "AMD Radeon", Node = "/dev/dri/renderD128" }] };
        Assert.Equal(("x86_64-linux/vulkan", "AMD Radeon speaks Vulkan"), Told(Choose(Table("cpu", "sm_90", "vulkan"), None, radeon)));
        var (target, reason) = Told(Choose(Table("cpu", "sm_90", "vulkan"), Host("580", Gpu(0, "NVIDIA A10", 86)), radeon));
        Assert.Equal(("x86_64-linux/vulkan", "AMD Radeon speaks Vulkan (GPU 0 (NVIDIA A10, sm_86): the lock has nothing for `sm_86`)"), (target, reason));
        Assert.Equal("x86_64-linux/sm_90", Choose(Table("cpu", "sm_90", "vulkan"), Host("580", Gpu(0, "NVIDIA H200", 90)), radeon).Value.Target.ToString());
    }

    [Fact]
    public void A_GPU_that_is_hidden_from_CUDA_is_not_used_by_Vulkan()
    {
        var hidden = Host("580", Gpu(0, "NVIDIA H200", 90) with { CudaIndex = null }) with { AreHidden = true, Problem = "CUDA_VISIBLE_DEVICES names none of them" };
        var nvidia = new VulkanDevice { Name = "NVIDIA H200", KernelDriver = "nvidia" };
        var radeon = new VulkanDevice { Name = "AMD Radeon", KernelDriver = "amdgpu" };
        Assert.Equal("x86_64-linux/cpu", Choose(Table("cpu", "sm_90", "vulkan"), hidden, Vulkan(nvidia)).Value.Target.ToString());
        Assert.StartsWith("AMD Radeon", Choose(Table("cpu", "sm_90", "vulkan"), hidden, Vulkan(nvidia, radeon)).Value.Reason, StringComparison.Ordinal);
        Assert.StartsWith("NVIDIA H200", Choose(Table("cpu", "sm_90", "vulkan"), hidden with { AreHidden = false }, Vulkan(nvidia)).Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Vulkan_device_that_cannot_be_used_is_told_and_software_is_none()
    {
        var closed = new VulkanInventory
        {
            Source = "files",
            Devices = [new VulkanDevice { Name = "AMD Radeon", Problem = "/dev/dri/renderD128 may not be opened" }, new VulkanDevice { Name = "llvmpipe", IsSoftware = true }],
        };
        var choice = Choose(Table("cpu", "vulkan"), None, closed);
        Assert.Equal(["AMD Radeon: /dev/dri/renderD128 may not be opened"], Assert.Single(choice.Diagnostics).Details);
        Assert.Equal("x86_64-linux/cpu", choice.Value.Target.ToString());
    }

    private static (string Target, string Reason) Told(Result<TargetChoice> choice)
    {
        Assert.Empty(choice.Diagnostics);
        return (choice.Value.Target.ToString(), choice.Value.Reason);
    }

    private static Result<TargetChoice> Choose(TargetTable table, GpuInventory inventory, VulkanInventory? vulkan = null, CpuLevel? processor = null) =>
        new TargetChooser(table, "x86_64-linux", "/e").Choose(inventory, () => vulkan ?? new VulkanInventory { Source = "files" }, processor);

    private static VulkanInventory Vulkan(params VulkanDevice[] devices) => new() { Source = "files", Devices = devices };

    private static TargetTable Table(params string[] accelerators)
    {
        var table = new TargetTable();
        foreach (var accelerator in accelerators)
            table.Rows.Add($"x86_64-linux/{accelerator}", new TargetRow());
        return table;
    }

    private static GpuInventory Host(string driver, params GpuDevice[] devices) => new() { Source = "nvml", Driver = driver, Devices = devices };

    private static GpuDevice Gpu(int index, string name, int sm) => new() { Index = index, CudaIndex = index, Name = name, Sm = SmVersion.Of(sm) };
}
