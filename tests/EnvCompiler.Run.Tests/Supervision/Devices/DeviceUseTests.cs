using EnvCompiler.Model.Backends;
using EnvCompiler.Run.Supervision.Devices;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Devices;

public sealed class DeviceUseTests : IDisposable
{
    private const string Hopper = "x86_64-linux/sm_90";
    private const string Vulkan = "x86_64-linux/vulkan";

    // Of processes on an H200, driver 580: one after cuInit, one with a CUDA context.
    private const string Looked = """
        200000000-200200000 rw-s 00000000 00:06 9   /dev/nvidiactl
        7f0000000000-7f0000010000 rw-s 00000000 00:06 10  /dev/nvidia0
        """;

    private const string Computes = Looked + "\n7f1000000000-7f1000001000 rw-s 00000000 00:06 11  /dev/nvidia-uvm\n";
    private const string Radeon = "7f1000000000-7f1000001000 rw-s 00000000 00:06 11  /dev/dri/renderD128\n";

    private readonly TemporaryDirectory proc = new();

    [Theory]
    [InlineData(Hopper, Computes, true)]
    [InlineData(Hopper, Looked, false)]
    [InlineData(Hopper, "", false)]
    [InlineData(Hopper, Radeon, false)]
    [InlineData(Vulkan, Radeon, true)]
    [InlineData(Vulkan, Looked, true)]
    [InlineData(Vulkan, "", false)]
    public void A_context_is_use_and_a_look_is_none(string target, string maps, bool isUsed)
    {
        proc.Write("10/maps", "55550000-55560000 r-xp 00000000 08:01 1  /usr/bin/bash\n");
        proc.Write("11/maps", maps);
        Assert.Equal(isUsed, DeviceUse.Problem(target, [10, 11], proc.Path) is null);
    }

    [Fact]
    public void A_process_that_has_ended_says_nothing()
    {
        proc.Write("11/maps", Looked);
        Assert.NotNull(DeviceUse.Problem(Hopper, [11, 12], proc.Path));
    }

    [Theory]
    [InlineData(Hopper, "", "", true)]
    [InlineData(Vulkan, "", "", true)]
    [InlineData("x86_64-linux/cpu", "", "", false)]
    [InlineData(Hopper, "LLAMACPP_N_GPU_LAYERS", "0", false)]
    [InlineData(Hopper, "LLAMACPP_N_GPU_LAYERS", "10", true)]
    [InlineData(Hopper, "CUDA_VISIBLE_DEVICES", "", false)]
    [InlineData(Hopper, "CUDA_VISIBLE_DEVICES", "1", true)]
    [InlineData(Vulkan, "CUDA_VISIBLE_DEVICES", "", true)]
    public void An_engine_is_meant_to_use_its_targets_GPU_unless_a_variable_says_otherwise(string target, string variable, string value, bool isExpected)
    {
        var variables = new Dictionary<string, string> { ["PATH"] = "/bin", [variable.Length > 0 ? variable : "X"] = value };
        Assert.Equal(isExpected, DeviceUse.IsExpected(BackendCatalog.Find("llamacpp"), target, variables));
        Assert.False(DeviceUse.IsExpected(backend: null, target, variables));
    }

    public void Dispose() => proc.Dispose();
}
