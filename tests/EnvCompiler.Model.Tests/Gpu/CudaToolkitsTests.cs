using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Tests.Gpu;

public sealed class CudaToolkitsTests
{
    [Theory]
    [InlineData("580.159.04", "13.0")]
    [InlineData("575.51.03", "12.9")]
    [InlineData("575.51.02", "12.8")]
    [InlineData("550.54.14", "12.4")]
    [InlineData("525.60.13", "12.0")]
    [InlineData("470.57.02", "11.4")]
    public void A_driver_speaks_the_CUDA_of_the_newest_toolkit_whose_floor_it_reaches(string driver, string cuda)
    {
        Assert.True(DriverVersion.TryParse(driver, out var version));
        Assert.Equal(driver, version.ToString());
        Assert.Equal(cuda, CudaToolkits.OfDriver(version).ToString());
    }

    [Fact]
    public void A_driver_below_all_speaks_none() => Assert.Null(CudaToolkits.OfDriver(new DriverVersion(440)));

    [Theory]
    [InlineData("11.8", "520.61.05", "450.80.02")]
    [InlineData("12.8", "570.26", "525.60.13")]
    [InlineData("12.7", "570.26", "525.60.13")]
    [InlineData("13.0", "580.65.06", "580.65.06")]
    public void A_toolkit_has_a_floor_for_everything_and_one_for_machine_code(string cuda, string full, string machineCode)
    {
        Assert.True(CudaVersion.TryParse(cuda, out var version));
        Assert.Equal((full, machineCode), ($"{CudaToolkits.FullFloor(version)}", $"{CudaToolkits.MinorVersionFloor(version)}"));
    }

    [Fact]
    public void Nothing_is_said_of_a_toolkit_from_the_future()
    {
        Assert.Null(CudaToolkits.FullFloor(new CudaVersion(14, 2)));
        Assert.Null(CudaToolkits.MinorVersionFloor(new CudaVersion(14, 2)));
    }

    [Fact]
    public void Newer_toolkits_need_newer_drivers_and_write_no_older_PTX()
    {
        foreach (var (older, newer) in CudaToolkits.All.Zip(CudaToolkits.All.Skip(1)))
        {
            Assert.True(older.Version < newer.Version && older.Driver < newer.Driver && older.PtxIsa <= newer.PtxIsa, $"{older} {newer}");
            Assert.True(CudaToolkits.MinorVersionFloor(newer.Version) <= newer.Driver || newer.Version.Major == 11, $"{newer}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("580.")]
    [InlineData("580.1.2.3")]
    [InlineData("-580")]
    [InlineData("a")]
    public void What_is_no_driver_version_is_refused(string text) => Assert.False(DriverVersion.TryParse(text, out _));
}
