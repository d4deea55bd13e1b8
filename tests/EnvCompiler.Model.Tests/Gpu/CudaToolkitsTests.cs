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

    [Theory]
    [InlineData("470", 11, 8, true)]
    [InlineData("470.256.02", 12, 6, true)]
    [InlineData("525.60.13", 12, 6, false)] // left out of later packages
    [InlineData("535.183.01", 12, 6, true)]
    [InlineData("545", 12, 6, false)] // no long-term branch
    [InlineData("560.28.03", 12, 6, false)] // needs none: it is CUDA 12.6's own
    [InlineData("470", 13, 0, false)]
    [InlineData("575.51.03", 13, 0, true)]
    [InlineData("580", 13, 0, false)]
    [InlineData("535", 14, 0, false)]
    public void A_compatibility_package_works_beside_some_branches(string driver, int major, int minor, bool isForward)
    {
        Assert.True(DriverVersion.TryParse(driver, out var version));
        Assert.Equal(isForward, CudaToolkits.IsForward(version, new CudaVersion(major, minor)));
    }

    [Fact]
    public void Every_toolkit_from_11_8_on_has_three_floors_in_order()
    {
        foreach (var toolkit in CudaToolkits.All.Where(toolkit => toolkit.Version >= new CudaVersion(11, 8)))
        {
            Assert.True(CudaToolkits.ForwardFloor(toolkit.Version) < CudaToolkits.FullFloor(toolkit.Version), $"{toolkit}");
            Assert.True(CudaToolkits.MinorVersionFloor(toolkit.Version) <= CudaToolkits.FullFloor(toolkit.Version), $"{toolkit}");
        }

        Assert.Null(CudaToolkits.ForwardFloor(new CudaVersion(14, 0)));
    }

    [Fact]
    public void A_build_that_only_a_compatibility_package_would_run_is_out_and_says_so()
    {
        var build = new GpuBuild
        {
            Name = "b", System = "x86_64-linux", Cuda = new CudaVersion(13, 0), Cpu = CpuLevel.Baseline("x86_64-linux"),
            CodeSets = [new CodeSet([DeviceCode.Machine(new SmVersion(9, 0))])],
        };
        var judged = BuildChooser.Judge(build, new BuildTarget("x86_64-linux", new SmVersion(9, 0), new DriverVersion(550), build.Cpu));
        Assert.Equal(BuildFit.CannotRun, judged.Fit);
        Assert.Equal("needs a driver of at least 580.65.06; 550 is promised (data-centre GPUs with driver 550 run it with NVIDIA's `cuda-compat` of CUDA 13.0)", judged.Reason);
    }
}
