using System.Text;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Resolve.Tests.Catalogs.Native;

/// <summary>Package files may come from strangers: everything is checked, and reading them ends in a value or in diagnostics.</summary>
public sealed class NativePackageReaderTests(ITestOutputHelper output)
{
    private static readonly string Sample = Encoding.UTF8.GetString(NativePackageReader.Write(new NativePackage
    {
        CatalogVersion = 1,
        Name = "kernels",
        Description = "Kernels",
        Versions =
        {
            ["1.2-1"] = new NativeVersion
            {
                Builds =
                {
                    ["sm90"] = new NativeBuild
                    {
                        System = "x86_64-linux",
                        DeviceCode = [new NativeCode { MachineCode = ["sm_90", "sm_90a"], Ptx = [new NativePtx { Code = "compute_90", Isa = "8.8", Size = 7 }] }],
                        Cuda = "12.9",
                        Driver = "575.51",
                        CpuLevel = "x86-64-v4",
                        CpuRank = 1,
                        Depends = ["libc6 (>= 2.36)", "libcudart12 | libcudart13"],
                        Optional = ["usr/lib/extra.so"],
                        Artifact = new NativeArtifact { Path = "artifacts/k.deb", Size = 9, Sha256 = new string('a', 64) },
                    },
                },
            },
        },
    }));

    [Fact]
    public void What_is_written_is_read_and_written_again_the_same()
    {
        var package = NativePackageReader.Read("kernels.json", "kernels", Encoding.UTF8.GetBytes(Sample)).Value;
        Assert.Equal(Sample, Encoding.UTF8.GetString(NativePackageReader.Write(package)));
        var build = GpuBuilds.Of("sm90", package.Versions["1.2-1"].Builds["sm90"]);
        Assert.Equal(["sm_90", "sm_90a", "compute_90 (PTX 8.8)"], build.Codes.Select(code => code.ToString()));
        Assert.Equal(("12.9", "575.51", "x86-64-v4", 1), (build.Cuda.ToString(), build.Driver.ToString(), build.Cpu.Name, build.CpuRank));
    }

    [Theory]
    [InlineData("\"name\": \"kernels\"", "\"name\": \"other\"", "`other` is not the package that the file is named after")]
    [InlineData("\"1.2-1\"", "\"v1\"", "`v1` is not a version")]
    [InlineData("\"sm90\"", "\"sm 90\"", "is no name")]
    [InlineData("\"sm90\"", "\"../sm90\"", "is no name")]
    [InlineData("x86_64-linux", "i386-linux", "is for the system `i386-linux`")]
    [InlineData("\"sm_90a\"", "\"sm_9\"", "has machine code for `sm_9`")]
    [InlineData("\"sm_90a\"", "\"compute_90\"", "has machine code for `compute_90`")]
    [InlineData("\"compute_90\"", "\"sm_90\"", "has PTX for `sm_90`")]
    [InlineData("\"8.8\"", "\"8\"", "has PTX `8`")]
    [InlineData("\"size\": 7", "\"size\": -7", "has PTX of a negative size")]
    [InlineData("\"12.9\"", "\"new\"", "names the CUDA toolkit `new`")]
    [InlineData("\"575.51\"", "\"new\"", "names the driver `new`")]
    [InlineData("x86-64-v4", "armv9-a", "names the processor `armv9-a`")]
    [InlineData("libc6 (>= 2.36)", "libc6 (>=", "depends on `libc6 (>=`")]
    [InlineData("libc6 (>= 2.36)", "libc6\\nDepends: x", "depends on")]
    [InlineData("usr/lib/extra.so", "/etc/passwd", "names the optional file `/etc/passwd`")]
    [InlineData("artifacts/k.deb", "../k.deb", "has the artifact `../k.deb`")]
    [InlineData("artifacts/k.deb", "artifacts/../../k.deb", "has the artifact")]
    [InlineData("artifacts/k.deb", "packages/k.deb", "has the artifact `packages/k.deb`")]
    [InlineData("\"size\": 9", "\"size\": 0", "has an artifact of 0 bytes")]
    [InlineData("aaaa\"", "AAAA\"", "has an artifact without a SHA-256")]
    public void An_entry_that_cannot_be_is_named_with_its_place(string part, string replacement, string problem)
    {
        var text = Sample.Replace(part, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Sample, text);
        var read = NativePackageReader.Read("kernels.json", "kernels", Encoding.UTF8.GetBytes(text));
        Assert.False(read.Ok);
        var diagnostic = Assert.Single(read.Diagnostics);
        Assert.Equal("ENVC0225", diagnostic.Code);
        Assert.Contains(problem, diagnostic.Message, StringComparison.Ordinal);
        Assert.True(diagnostic.Place!.Value.Line > 0);
    }

    [Theory]
    [InlineData("\"catalog-version\": 1", "\"catalog-version\": 2, \"new\": []", "ENVC0224")]
    [InlineData("\"cuda\"", "\"cudaa\"", "ENVC0223")]
    [InlineData("\"12.9\"", "null", "ENVC0223")]
    [InlineData("\"12.9\"", "12.9", "ENVC0223")]
    [InlineData("}\n", "", "ENVC0223")]
    public void A_file_of_another_form_is_refused(string part, string replacement, string code)
    {
        var at = Sample.LastIndexOf(part, StringComparison.Ordinal);
        var text = Sample.Remove(at, part.Length).Insert(at, replacement);
        Assert.Equal(code, Assert.Single(NativePackageReader.Read("kernels.json", "kernels", Encoding.UTF8.GetBytes(text)).Diagnostics).Code);
    }

    [Fact]
    public void Two_builds_cannot_be_one_artifact()
    {
        var text = Sample.Replace("\"sm90\": {", "\"copy\": " + Sample[(Sample.IndexOf("\"sm90\": ", StringComparison.Ordinal) + 8)..Sample.IndexOf("\n        }", StringComparison.Ordinal)] + "\n        },\n        \"sm90\": {", StringComparison.Ordinal);
        Assert.Contains("has the artifact of another build", Assert.Single(NativePackageReader.Read("kernels.json", "kernels", Encoding.UTF8.GetBytes(text)).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read()
    {
        string[] fragments = ["null", "{}", "[]", "\"", ",", ":", "-1", "1e99", "../", "\\u0000", "\\ud800", "[[[[[[", "\"sm_\"", "\"compute_999\"", "é", "\n", "\"catalog-version\": 9,"];
        output.WriteLine(Fuzzing.Run(new FuzzMutator([Sample], fragments), bytes => NativePackageReader.Read("kernels.json", "kernels", bytes), rounds: 20_000));
    }
}
