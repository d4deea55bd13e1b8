using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.Resolve.Tests.Catalogs.Native;
using EnvCompiler.Resolve.Tests.Inspecting;

namespace EnvCompiler.Resolve.Tests.Publishing;

/// <summary>Publishing real nvcc output: what is filled in, what is refused, and that nothing is lost.</summary>
public sealed class NativePublisherTests
{
    [Fact]
    public async Task What_is_not_claimed_is_read_from_the_files()
    {
        using var catalog = new AxpyCatalog();
        Assert.Equal("cuda13.0-sm_75-sm_80-sm_90-compute_90", (await catalog.PublishAsync("axpy-fat", unnamed => unnamed with { Name = null })).Value.Name);
        var build = Assert.Single(catalog.Load().Packages["axpy"].Versions["1.0"].Builds).Value;
        var code = Assert.Single(build.DeviceCode!);
        Assert.Equal(["sm_75", "sm_80", "sm_90"], code.MachineCode);
        Assert.Equal(("compute_90", "9.0", 904L), (code.Ptx![0].Code, code.Ptx[0].Isa, code.Ptx[0].Size));
        Assert.Equal(("13.0", null, null), (build.Cuda, build.CpuLevel, build.Driver));
        Assert.Equal(File.ReadAllBytes(GpuFixtures.Build("axpy-fat")), File.ReadAllBytes(Path.Combine(catalog.Path, build.Artifact.Path)));
    }

    [Fact]
    public async Task The_same_bytes_change_nothing_and_other_bytes_need_force()
    {
        using var catalog = new AxpyCatalog();
        Assert.True((await catalog.PublishAsync("axpy-sm_90")).Value.IsNew);
        var file = Path.Combine(catalog.Path, "packages", "axpy.json");
        var before = File.ReadAllBytes(file);
        Assert.False((await catalog.PublishAsync("axpy-sm_90")).Value.IsNew);
        Assert.Equal(before, File.ReadAllBytes(file));

        static Publication AsSm90(Publication publication) => publication with { Name = "sm_90" };
        Assert.Equal("ENVC0230", Assert.Single((await catalog.PublishAsync("axpy-sm_80", AsSm90)).Diagnostics).Code);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.True((await catalog.PublishAsync("axpy-sm_80", other => AsSm90(other) with { Force = true })).Ok);
        Assert.Equal(["sm_80"], Assert.Single(catalog.Load().Packages["axpy"].Versions["1.0"].Builds["sm_90"].DeviceCode!).MachineCode);
        Assert.Equal("ENVC0231", Assert.Single((await catalog.PublishAsync("axpy-sm_80")).Diagnostics).Code);
    }

    [Fact]
    public async Task Two_publishers_at_once_lose_nothing()
    {
        using var catalog = new AxpyCatalog();
        await Task.WhenAll(GpuFixtures.Builds().Select(name => Task.Run(() => catalog.PublishAsync(name))));
        Assert.Equal(24, catalog.Load().Packages["axpy"].Versions["1.0"].Builds.Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(catalog.Path, "*", SearchOption.AllDirectories), path => path.Contains(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("axpy-sm_80", "sms", "sm_90", "is said to have machine code for sm_90, but it has code for sm_80, which sm_90 does not run")]
    [InlineData("axpy-ptx_80", "sms", "sm_90", "is said to have machine code for sm_90, but it has no machine code for sm_90")]
    [InlineData("axpy-sm_100f", "code", "sm_100,sm_120", "is said to have code for sm_100, sm_120, but `axpy-sm_100f` has code for sm_100f, which is less on sm_120")]
    [InlineData("axpy-ptx_90a", "ptx", "compute_90", "which is less on sm_100, sm_103, sm_110, sm_120, sm_121")]
    [InlineData("axpy-ptx_80", "isa", "8.0", "is said to have code for compute_80 (PTX 8.0), but `axpy-ptx_80` has code for compute_80 (PTX 9.0)")]
    [InlineData("axpy-ptx_80", "cuda", "12.8", "is said to be built with CUDA 12.8, but `axpy-ptx_80` has PTX 9.0, which no toolkit before CUDA 13.0 writes")]
    [InlineData("axpy-sm_90", "cuda", "12.8", "is said to be built with CUDA 12.8, but `axpy-sm_90` loads `libcudart.so.13`")]
    [InlineData("axpy-sm_90", "optional", "axpy-sm_90a", "declares `axpy-sm_90a` optional, but it has no such file")]
    public async Task A_claim_that_the_binary_belies_is_named_with_the_file(string name, string claim, string value, string message)
    {
        using var catalog = new AxpyCatalog();
        var result = await catalog.PublishAsync(name, publication => Claiming(publication, claim, value));
        var diagnostic = Assert.Single(result.Diagnostics, each => each.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal("ENVC0227", diagnostic.Code);
        Assert.False(Directory.Exists(Path.Combine(catalog.Path, "artifacts")));
    }

    [Fact]
    public async Task A_build_without_device_code_cannot_claim_any_and_one_with_it_cannot_deny_it()
    {
        using var catalog = new AxpyCatalog();
        var nothing = new ArtifactFacts { Files = [] };
        Assert.Contains("none of its files has device code", Assert.Single((await catalog.PublishAsync("axpy-sm_90", all => Claiming(all, "code", "sm_90") with { Facts = nothing })).Diagnostics).Message, StringComparison.Ordinal);
        var silent = new NativeBuild { System = "x86_64-linux", Artifact = new NativeArtifact { Path = "artifacts/x", Size = 1, Sha256 = new string('a', 64) } };
        var problem = Assert.Single(new ClaimCheck("axpy", silent, AxpyCatalog.FactsOf("axpy-sm_90"), new SourcePlace("axpy.json")).Problems());
        Assert.Contains("is said to use no GPU, but `axpy-sm_90` has code for sm_90", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_loaded_by_default_does_not_count()
    {
        var facts = AxpyCatalog.FactsOf("axpy-fat", "axpy-sm_120");
        Assert.Equal(2, new BuildFacts(facts, optional: null).DeviceCode!.Count);
        Assert.Equal(["sm_75", "sm_80", "sm_90"], Assert.Single(new BuildFacts(facts, ["axpy-sm_120"]).DeviceCode!).MachineCode);
    }

    [Fact]
    public void Equal_fat_binaries_of_several_files_are_one_entry_with_their_bytes_summed()
    {
        var one = Assert.Single(new BuildFacts(AxpyCatalog.FactsOf("axpy-ptx_80"), optional: null).DeviceCode!);
        var both = Assert.Single(new BuildFacts(AxpyCatalog.FactsOf("axpy-fat", "axpy-fat-compressed"), optional: null).DeviceCode!);
        Assert.Equal((904, 1808), (one.Ptx![0].Size, both.Ptx![0].Size));
    }

    private static Publication Claiming(Publication publication, string claim, string value) => claim switch
    {
        "sms" => publication with { Sms = [value] },
        "code" => publication with { Build = publication.Build with { DeviceCode = [new NativeCode { MachineCode = value.Split(',') }] } },
        "ptx" => publication with { Build = publication.Build with { DeviceCode = [new NativeCode { Ptx = [new NativePtx { Code = value, Isa = "9.0", Size = 1 }] }] } },
        "isa" => publication with { Build = publication.Build with { DeviceCode = [new NativeCode { Ptx = [new NativePtx { Code = "compute_80", Isa = value, Size = 1 }] }] } },
        "cuda" => publication with { Build = publication.Build with { Cuda = value } },
        _ => publication with { Build = publication.Build with { Optional = [value] } },
    };
}
