using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Tests.Inspecting;

public sealed class GpuVerdictsTests
{
    private static readonly SmVersion s_hopper = new(9, 0);
    private static readonly CudaVersion s_isa = new(8, 4);

    public static TheoryData<string> Builds => [.. GpuFixtures.Builds()];

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_build_is_judged_as_an_H200_judged_it(string build)
    {
        var exit = GpuFixtures.Measured().Single(line => line[0] == build)[1];
        var verdict = GpuVerdicts.Of(BinaryInspector.Inspect(GpuFixtures.Build(build), build).Value).Single(verdict => verdict.Sm == s_hopper);
        Assert.Equal(exit == "0", verdict.Verdict <= CodeVerdict.RunsAfterJit);
        Assert.Equal(exit == "0" && build.Contains("ptx", StringComparison.Ordinal), verdict.Verdict == CodeVerdict.RunsAfterJit);
    }

    [Fact]
    public void The_weakest_fat_binary_decides()
    {
        var verdict = Judge(Fat(Machine(9, 0)), Fat(Machine(8, 0)));
        Assert.Equal(CodeVerdict.OtherGpu, verdict.Verdict);
    }

    [Fact]
    public void Ptx_to_compile_is_summed_over_fat_binaries()
    {
        var verdict = Judge(Fat(Machine(8, 0), Ptx(8, 0)), Fat(Machine(8, 0), Ptx(7, 5), Ptx(8, 0)), Fat(Machine(9, 0)));
        Assert.Equal(new GpuVerdict(s_hopper, CodeVerdict.RunsAfterJit, CudaToolkits.PtxFloor(s_isa), 80 + 80), verdict);
    }

    [Fact]
    public void An_empty_module_for_other_GPUs_does_not_count() =>
        Assert.Equal(CodeVerdict.RunsAfterJit, Judge(Fat(Machine(8, 0) with { IsEmpty = true }), Fat(Machine(8, 0), Ptx(8, 0))).Verdict);

    [Fact]
    public void Kernels_for_one_SM_beside_general_ones_do_not_count() =>
        Assert.Equal(CodeVerdict.Runs, Judge(Fat(Machine(9, 0)), Fat(Machine(10, 0, CodeScope.Architecture))).Verdict);

    [Fact]
    public void Kernels_for_one_SM_alone_count() =>
        Assert.Equal(CodeVerdict.OtherGpu, Judge(Fat(Machine(10, 0, CodeScope.Architecture))).Verdict);

    [Fact]
    public void Relocatable_code_does_not_count() =>
        Assert.Equal(CodeVerdict.Runs, Judge(Fat(Machine(9, 0)), Fat(Machine(8, 0)) with { IsRelocatable = true }).Verdict);

    [Fact]
    public void A_file_without_device_code_has_no_verdict() => Assert.Empty(GpuVerdicts.Of(File()));

    [Fact]
    public void Of_files_that_are_loaded_together_the_weakest_decides()
    {
        var both = GpuVerdicts.Combine([GpuVerdicts.Of(File(Fat(Machine(9, 0)))), GpuVerdicts.Of(File(Fat(Ptx(8, 0)))), GpuVerdicts.Of(File())]);
        Assert.Equal(CodeVerdict.RunsAfterJit, both.Single(verdict => verdict.Sm == s_hopper).Verdict);
        Assert.Equal(CodeVerdict.OtherGpu, both.Single(verdict => verdict.Sm == new SmVersion(7, 5)).Verdict);
    }

    private static GpuVerdict Judge(params Fatbin[] fatbins) => GpuVerdicts.Of(File(fatbins)).Single(verdict => verdict.Sm == s_hopper);

    private static InspectedFile File(params Fatbin[] fatbins) => new() { Path = "libx.so", Size = 1, Fatbins = fatbins };

    private static Fatbin Fat(params FatbinEntry[] entries) => new(0, entries);

    private static FatbinEntry Machine(int major, int minor, CodeScope scope = CodeScope.Portable) =>
        new(2, DeviceCode.Machine(new SmVersion(major, minor), scope), FatbinCompression.None, 100, 100);

    // The closer the code, the larger, so that sizes tell which one was taken.
    private static FatbinEntry Ptx(int major, int minor) =>
        new(1, DeviceCode.Ptx(new SmVersion(major, minor), s_isa), FatbinCompression.None, (10 * major) + minor, (10 * major) + minor);
}
