using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Run.Tests.Gpu;

public sealed class NvidiaSmiTests
{
    [Fact]
    public void Its_lines_are_read() =>
        Assert.Equal(
            [new GpuMemory(0, "NVIDIA H200", 143771, 143100), new GpuMemory(1, "NVIDIA H200", 143771, 71885)],
            NvidiaSmi.Parse("0, NVIDIA H200, 143771, 143100\n1, NVIDIA H200, 143771, 71885\n"));

    [Theory]
    [InlineData("No devices were found")]
    [InlineData("0, NVIDIA H200, [N/A], 1")]
    public void Anything_else_is_nothing(string output) => Assert.Null(NvidiaSmi.Parse(output));

    [Fact]
    public async Task A_host_without_a_device_has_no_GPU()
    {
        if (File.Exists("/dev/nvidiactl") || File.Exists("/dev/dxg"))
            return;
        var seen = await new HostGpuProbe(new ProcessRunner()).ProbeAsync(default);
        Assert.False(seen.DriverPresent);
        Assert.Null(seen.Gpus);
    }
}
