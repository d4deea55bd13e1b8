using EnvCompiler.Model.Gpu;
using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Run.Tests.Gpu;

public sealed class NvidiaSmiTests
{
    [Fact]
    public void Its_lines_are_read()
    {
        var inventory = NvidiaSmi.Parse(
            """
            0, GPU-00000000-1111-2222-3333-444444444444, 00000000:00:06.0, NVIDIA H200, 9.0, 143771, 143156, 45, 0, Enabled, Disabled, 580.159.04
            1, GPU-1, 00000000:00:07.0, NVIDIA GeForce RTX 4090, 8.9, 24564, 24000, [N/A], [N/A], [N/A], [N/A], 580.159.04

            """)!;
        Assert.Equal(("nvidia-smi", "580.159.04", 2), (inventory.Source, inventory.Driver, inventory.Devices.Count));
        Assert.Equal(
            new GpuDevice
            {
                Index = 0, Uuid = "GPU-00000000-1111-2222-3333-444444444444", PciId = "00000000:00:06.0", Name = "NVIDIA H200", Sm = SmVersion.Of(90),
                TotalMib = 143771, FreeMib = 143156, Temperature = 45, Utilization = 0, Ecc = true, Mig = false,
            },
            inventory.Devices[0]);
        Assert.Equal((SmVersion.Of(89), null, null, null), (inventory.Devices[1].Sm, inventory.Devices[1].Temperature, inventory.Devices[1].Ecc, inventory.Devices[1].Mig));
    }

    [Theory]
    [InlineData("No devices were found")]
    [InlineData("0, NVIDIA H200, 143771, 1")]
    [InlineData("x, GPU-1, 0, NVIDIA H200, 9.0, 1, 1, 1, 1, Enabled, Disabled, 580")]
    public void Anything_else_is_nothing(string output) => Assert.Null(NvidiaSmi.Parse(output));
}
