using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Tests.Gpu;

/// <summary>Builds of several kinds of fat binaries: of each the driver loads the best code, and the weakest of these decides.</summary>
public sealed class CodeSetTests
{
    private static readonly CpuLevel Cpu = CpuLevel.Baseline("x86_64-linux");

    [Theory]
    [InlineData("sm_90", BuildFit.RunsAfterJit, "compute_80 (PTX 8.0)", 100)]
    [InlineData("sm_80", BuildFit.Runs, "sm_80", 0)]
    [InlineData("sm_89", BuildFit.RunsAfterJit, "compute_80 (PTX 8.0)", 107)]
    [InlineData("sm_75", BuildFit.CannotRun, null, 0)]
    public void The_weakest_set_decides(string accelerator, BuildFit fit, string? code, long bytes)
    {
        // One file has machine code for 8.0 and 9.0 and PTX for all, another PTX for 8.0 and up and machine code for 8.0.
        var build = Build(Set("sm_80 sm_90", "compute_87", 7), Set("sm_80", "compute_80", 100)) with { Cuda = new CudaVersion(12, 0) };
        Assert.True(SmVersion.TryParse(accelerator, out var sm));
        var judged = BuildChooser.Judge(WithoutMachineCodeFor89(build, accelerator), new BuildTarget("x86_64-linux", sm, new DriverVersion(580), Cpu));
        Assert.Equal((fit, code, bytes), (judged.Fit, judged.Code?.ToString(), judged.PtxSize));
    }

    [Fact]
    public void The_order_of_sets_does_not_count()
    {
        var (first, second) = (Set("sm_90", "compute_80", 1), Set("sm_80", "compute_75", 2));
        foreach (var sm in GpuModels.Sms)
        {
            var target = new BuildTarget("x86_64-linux", sm, Driver: null, Cpu);
            var (one, other) = (BuildChooser.Judge(Build(first, second), target), BuildChooser.Judge(Build(second, first), target));
            Assert.Equal((sm, one.Fit, one.Code, one.PtxSize), (sm, other.Fit, other.Code, other.PtxSize));
        }
    }

    [Theory]
    [InlineData(550, BuildFit.CannotRun)]
    [InlineData(570, BuildFit.Runs)]
    public void A_build_may_ask_for_a_newer_driver_than_its_toolkit(int driver, BuildFit fit)
    {
        var build = Build(Set("sm_90", ptx: null, 0)) with { Cuda = new CudaVersion(12, 0), Driver = new DriverVersion(570, 26) };
        var judged = BuildChooser.Judge(build, new BuildTarget("x86_64-linux", new SmVersion(9, 0), new DriverVersion(driver), Cpu));
        Assert.Equal(fit, judged.Fit);
        Assert.Equal(fit == BuildFit.CannotRun ? (Obstacle.Driver, new DriverVersion(570, 26)) : (null, null), (judged.Obstacle, judged.DriverNeeded));
    }

    [Theory]
    [InlineData("sm_90")]
    [InlineData("sm_90a")]
    [InlineData("sm_100f")]
    [InlineData("compute_75")]
    [InlineData("compute_120a")]
    public void An_architecture_is_read_as_it_is_written(string architecture)
    {
        CudaVersion? isa = architecture.StartsWith("compute", StringComparison.Ordinal) ? new CudaVersion(8, 8) : null;
        Assert.True(DeviceCode.TryParse(architecture, isa, out var code));
        Assert.Equal(architecture, code.Architecture);
        Assert.False(DeviceCode.TryParse(architecture, isa is null ? new CudaVersion(8, 8) : null, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("sm_")]
    [InlineData("sm_9")]
    [InlineData("sm_90b")]
    [InlineData("sm_90aa")]
    [InlineData("SM_90")]
    public void Another_text_is_none(string text) => Assert.False(DeviceCode.TryParse(text, isa: null, out _));

    // 8.9 runs machine code of 8.0, so without it the driver compiles both sets.
    private static GpuBuild WithoutMachineCodeFor89(GpuBuild build, string accelerator) => accelerator != "sm_89" ? build : build with
    {
        CodeSets = [.. build.CodeSets.Select(set => set with { Codes = [.. set.Codes.Where(code => code.Sm != new SmVersion(8, 0) || code.Kind == CodeKind.Ptx)] })],
    };

    private static GpuBuild Build(params CodeSet[] sets) => new() { Name = "b", System = "x86_64-linux", Cpu = Cpu, CodeSets = sets };

    private static CodeSet Set(string machine, string? ptx, long size)
    {
        var codes = machine.Split(' ').Select(name => Parse(name, isa: null)).ToList();
        if (ptx is null)
            return new CodeSet(codes);
        var portable = Parse(ptx, new CudaVersion(8, 0));
        return new CodeSet([.. codes, portable]) { PtxSizes = new Dictionary<DeviceCode, long> { [portable] = size } };
    }

    private static DeviceCode Parse(string name, CudaVersion? isa) => DeviceCode.TryParse(name, isa, out var code) ? code : throw new ArgumentException(name);
}
