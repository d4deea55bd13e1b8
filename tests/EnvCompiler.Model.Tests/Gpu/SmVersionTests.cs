using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Tests.Gpu;

public sealed class SmVersionTests
{
    [Theory]
    [InlineData("sm_75", 7, 5)]
    [InlineData("sm_90", 9, 0)]
    [InlineData("sm_103", 10, 3)]
    [InlineData("sm_121", 12, 1)]
    public void The_last_digit_is_the_minor_version(string name, int major, int minor)
    {
        Assert.True(SmVersion.TryParse(name, out var sm));
        Assert.Equal((new SmVersion(major, minor), name), (sm, sm.ToString()));
    }

    [Theory]
    [InlineData("sm_9")]
    [InlineData("sm_09")]
    [InlineData("sm_1200")]
    [InlineData("sm_90a")]
    [InlineData("sm_ 90")]
    [InlineData("SM_90")]
    [InlineData("90")]
    public void What_is_no_SM_is_refused(string name) => Assert.False(SmVersion.TryParse(name, out _));

    [Theory]
    [InlineData("NVIDIA L40S", "sm_89")]
    [InlineData("NVIDIA L40", "sm_89")]
    [InlineData("NVIDIA L4", "sm_89")]
    [InlineData("NVIDIA GB10", "sm_121")]
    [InlineData("NVIDIA H100 80GB HBM3", "sm_90")]
    [InlineData("NVIDIA H200", "sm_90")]
    [InlineData("NVIDIA A100-SXM4-40GB", "sm_80")]
    [InlineData("NVIDIA A10", "sm_86")]
    [InlineData("Tesla T4", "sm_75")]
    [InlineData("NVIDIA GeForce RTX 5090", "sm_120")]
    [InlineData("NVIDIA GeForce RTX 2080 Ti", "sm_75")]
    [InlineData("gb200", "sm_100")]
    public void A_GPU_is_known_by_name(string name, string sm) => Assert.Equal(sm, GpuModels.Find(name).ToString());

    [Fact]
    public void An_unknown_name_is_no_SM() => Assert.Null(GpuModels.Find("NVIDIA X1000"));
}
