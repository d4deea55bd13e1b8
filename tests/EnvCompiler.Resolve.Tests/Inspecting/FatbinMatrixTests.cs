using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Tests.Inspecting;

/// <summary>What is read agrees with <c>cuobjdump --list-elf --list-ptx</c> of CUDA 13.0 on nvcc's own output.</summary>
public sealed class FatbinMatrixTests
{
    public static TheoryData<string> Builds => [.. GpuFixtures.Builds()];

    [Theory]
    [MemberData(nameof(Builds))]
    public void Codes_are_those_that_cuobjdump_lists(string build)
    {
        var line = GpuFixtures.Measured().Single(line => line[0] == build);
        var codes = Entries(build).Select(entry => entry.Code!).ToArray();
        Assert.Equal(Names(line[^2], "elf:"), codes.Where(code => code.Kind == CodeKind.MachineCode).Select(AsCuobjdumpNames));
        Assert.Equal(Names(line[^1], "ptx:"), codes.Where(code => code.Kind == CodeKind.Ptx).Select(AsCuobjdumpNames));
    }

    [Fact]
    public void Every_line_of_the_matrix_has_its_build() =>
        Assert.Equal(GpuFixtures.Measured().Select(line => line[0]).Order(StringComparer.Ordinal), GpuFixtures.Builds());

    [Theory]
    [InlineData("axpy-sm_100", "sm_100")]
    [InlineData("axpy-sm_100a", "sm_100a")]
    [InlineData("axpy-sm_100f", "sm_100f")]
    [InlineData("axpy-sm_120a", "sm_120a")]
    public void Suffixes_that_cuobjdump_hides_are_read(string build, string code) =>
        Assert.All(Entries(build), entry => Assert.Equal(code, entry.Code!.ToString()));

    [Fact]
    public void Ptx_has_its_language_and_its_suffix()
    {
        var entry = Assert.Single(Entries("axpy-ptx_90a"));
        Assert.Equal(DeviceCode.Ptx(new SmVersion(9, 0), new CudaVersion(9, 0), CodeScope.Architecture), entry.Code);
        Assert.Equal((FatbinCompression.Zstd, 400, 905), (entry.Compression, entry.Size, entry.UnpackedSize));
    }

    [Fact]
    public void A_compressed_build_has_the_codes_of_the_plain_one()
    {
        var plain = Entries("axpy-fat");
        var packed = Entries("axpy-fat-compressed");
        Assert.Equal(plain.Select(entry => entry.Code), packed.Select(entry => entry.Code));
        Assert.All(packed, entry => Assert.Equal(FatbinCompression.Zstd, entry.Compression));
        Assert.Equal(plain.Sum(entry => entry.UnpackedSize), packed.Sum(entry => entry.UnpackedSize));
        Assert.True(packed.Sum(entry => entry.Size) * 2 < plain.Sum(entry => entry.Size));
    }

    [Fact]
    public void Libraries_and_processor_level_are_read()
    {
        var file = BinaryInspector.Inspect(GpuFixtures.Build("axpy-sm_90"), "axpy-sm_90").Value;
        Assert.Equal(["libcudart.so.13"], file.CudaLibraries);
        Assert.Equal("x86-64", file.CpuLevel?.Name);
        Assert.Empty(file.Undecided);
    }

    private static FatbinEntry[] Entries(string build) => [.. BinaryInspector.Inspect(GpuFixtures.Build(build), build).Value.Fatbins.SelectMany(fatbin => fatbin.Entries)];

    // cuobjdump prints code built as sm_100f as sm_100, and PTX under the names of machine code.
    private static string AsCuobjdumpNames(DeviceCode code) =>
        DeviceCode.Machine(code.Sm, code.Scope == CodeScope.Family ? CodeScope.Portable : code.Scope).ToString();

    private static string[] Names(string cell, string label)
    {
        Assert.StartsWith(label, cell, StringComparison.Ordinal);
        return cell[label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
