using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Explaining;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.Resolve.Tests.Catalogs.Native;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>Native packages among Debian's: a build for each target by CUDA's rules, and why.</summary>
public sealed class NativeLockingTests
{
    private static readonly string[] Sms = ["sm_75", "sm_80", "sm_86", "sm_87", "sm_89", "sm_90", "sm_100", "sm_103", "sm_110", "sm_120", "sm_121"];
    private static readonly int[] Drivers = [525, 550, 570, 575, 580];

    [Fact]
    public async Task Of_24_real_builds_each_target_gets_the_one_that_the_rules_choose()
    {
        using var axpy = await AxpyCatalog.OfAllAsync();
        var native = axpy.Load();
        foreach (var driver in Drivers)
        {
            var result = new SmallCatalog().With(native).WithOptions($"driver = \">={driver}\"\ntargets = [\"cpu\", {string.Join(", ", Sms.Select(sm => $"\"{sm}\""))}]")
                .Lock("axpy = { pkg-path = \"axpy\", when = 'sm >= 75' }");
            var chosen = Sms.ToDictionary(sm => sm, sm => Best(native, sm, driver));
            if (chosen.ContainsValue(null))
            {
                Assert.Contains(result.Diagnostics, problem => problem.Code == "ENVC0264");
                continue;
            }

            Assert.Empty(result.Value.Targets["x86_64-linux/cpu"].Groups["toplevel"].Packages);
            foreach (var (sm, best) in chosen)
            {
                var group = result.Value.Targets[$"x86_64-linux/{sm}"].Groups["toplevel"];
                Assert.Equal((sm, $"native/axpy/1.0/{best!.Build.Name}"), (sm, Assert.Single(group.Packages)));
                Assert.Equal((best.Fit, best.Code!.ToString()), (group.Verdicts![group.Packages[0]].Fit, group.Verdicts[group.Packages[0]].Code));
            }
        }
    }

    [Fact]
    public void A_build_that_runs_after_JIT_says_so_with_its_bytes_and_the_lock_is_read_again()
    {
        var locked = Of(Build("ptx", ptx: "compute_80")).WithOptions("targets = [\"sm_90\"]").Lock("k.pkg-path = \"kernels\"").Value;
        var verdict = locked.Targets["x86_64-linux/sm_90"].Groups["toplevel"].Verdicts!["native/kernels/1/ptx"];
        Assert.Equal((BuildFit.RunsAfterJit, "compute_80 (PTX 8.0)", 100L), (verdict.Fit, verdict.Code, verdict.PtxSize));
        var bytes = LockFile.Write(locked);
        Assert.Equal(bytes, LockFile.Write(LockFile.Read("manifest.lock", bytes).Value));
        var package = locked.Packages["native/kernels/1/ptx"];
        Assert.Equal(("acme", "artifacts/ptx.deb", "native"), (package.Catalog, package.Path, package.Kind));
        Assert.Equal(["compute_80 (PTX 8.0)"], package.Build!.DeviceCode);
    }

    [Fact]
    public void The_best_build_whose_needs_can_be_had_is_taken()
    {
        var builds = Of(Build("a-best", "sm_90", depends: "gone (>= 2)"), Build("b-next", "sm_80", depends: "library"), Build("c-last", ptx: "compute_80"))
            .With("debian", ("sid", [Package("library", "3")]));
        var locked = builds.WithOptions("targets = [\"sm_89\", \"sm_90\"]").Lock("k.pkg-path = \"kernels\"").Value;
        Assert.Equal(["debian/library/3/amd64", "native/kernels/1/b-next"], PackagesOf(locked, "sm_89"));
        Assert.Equal(["native/kernels/1/c-last"], PackagesOf(locked, "sm_90"));
    }

    [Theory]
    [InlineData("sm_90", 525, "x86-64", "new", "where all hosts have it, `options.driver = \">=570.26\"` lets `new` run")]
    [InlineData("sm_90", 580, "x86-64", "avx", "where all hosts can do it, `options.cpu-level = \"x86-64-v3\"` lets `avx` run")]
    [InlineData("sm_75", 580, "x86-64-v4", "new,avx", "publish a build with machine code for `sm_75` or PTX for it or a lower one")]
    [InlineData("vulkan", 580, "x86-64-v4", "new,avx", "publish a build without device code")]
    public void Where_no_build_runs_each_says_why_and_the_hint_what_would_help(string target, int driver, string level, string names, string hint)
    {
        NativeEntry[] all = [Build("new", "sm_90", driver: "570.26"), Build("avx", "sm_90", cpu: "x86-64-v3")];
        var catalog = Of([.. all.Where(build => names.Split(',').Contains(build.Name))]).WithOptions($"targets = [\"{target}\"]\ndriver = \">={driver}\"\ncpu-level = \"{level}\"");
        var problem = catalog.Problem("k.pkg-path = \"kernels\"");
        Assert.Equal("ENVC0264", problem.Code);
        Assert.Equal(names.Split(',').Length == 1 ? 1 : 2, problem.Details.Sum(line => line.Split('`').Length / 2));
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GB10_is_told_by_its_name()
    {
        var problem = Of(Build("hopper", "sm_90"), Build("blackwell", "sm_120a")).WithOptions("targets = [\"sm_121\"]").Problem("k.pkg-path = \"kernels\"");
        Assert.Equal("no build of `kernels` runs on `x86_64-linux` with `sm_121` (GB10, DGX Spark)", problem.Message);
        Assert.Equal(["`blackwell` of 1 has code for sm_120a, which sm_121 does not run", "`hopper` of 1 has code for sm_90, which sm_121 does not run"], problem.Details);
    }

    [Fact]
    public void A_target_keeps_its_build_until_it_is_upgraded_and_a_new_one_takes_the_version_only()
    {
        var before = Of(Build("ptx", ptx: "compute_75")).WithOptions("targets = [\"sm_90\"]").Lock("k.pkg-path = \"kernels\"").Value;
        var after = Of(Build("ptx", ptx: "compute_75"), Build("sm90", "sm_90"), Build("sm80", "sm_80")).WithOptions("targets = [\"sm_90\", \"sm_80\"]");
        var kept = after.Lock("k.pkg-path = \"kernels\"", before).Value;
        Assert.Equal(["native/kernels/1/ptx"], PackagesOf(kept, "sm_90"));
        Assert.Equal(["native/kernels/1/sm80"], PackagesOf(kept, "sm_80"));
        Assert.Equal(["native/kernels/1/sm90"], PackagesOf(after.Lock("k.pkg-path = \"kernels\"", kept, upgrade: ["k"]).Value, "sm_90"));
    }

    [Fact]
    public void Another_build_of_the_same_version_is_a_change()
    {
        var before = Of(Build("ptx", ptx: "compute_75")).WithOptions("targets = [\"sm_90\"]").Lock("k.pkg-path = \"kernels\"").Value;
        var after = Of(Build("sm90", "sm_90")).WithOptions("targets = [\"sm_90\"]").Lock("k.pkg-path = \"kernels\"", before).Value;
        var change = Assert.Single(LockChanges.Between(before, after));
        Assert.Equal(("kernels", "1", "1", "ptx", "sm90"), (change.Package, change.From, change.To, change.FromBuild, change.ToBuild));
    }

    [Fact]
    public void Looking_a_package_up_shows_versions_that_do_not_run_there_too()
    {
        var catalog = Of(Build("sm90", "sm_90"), Build("other", "sm_120"), Build("old", "sm_80") with { Version = "0.9" }).Catalogs[0];
        var suite = Assert.Single(catalog.ToBrowse(new BuildTarget("x86_64-linux", Sm: null, Driver: null, CpuLevel.Baseline("x86_64-linux"))).Suites);
        Assert.Equal(["1", "0.9"], suite.PackagesNamed("kernels").Select(package => package.Version.Text));
    }

    [Fact]
    public void Explain_tells_every_build_in_three_groups()
    {
        var catalog = Of(Build("exact", "sm_90"), Build("fat", "sm_80,sm_90"), Build("lower", "sm_80"), Build("jit", ptx: "compute_80"), Build("other", "sm_120"), Build("avx", "sm_90", cpu: "x86-64-v3"), Build("old", "sm_90") with { Version = "0.9" })
            .WithOptions("targets = [\"sm_90\"]");
        var builds = Assert.Single(catalog.Explain(catalog.Lock("k.pkg-path = \"kernels\"").Value, "k")).Builds!;
        Assert.Equal(("exact", "has machine code for sm_90"), (builds.Chosen!.Build, builds.Chosen.Because));
        Assert.Equal(["fat: has machine code for sm_90; it has code for more other GPUs", "old: has machine code for sm_90; the locked version is higher"], Told(builds.RunBest));
        Assert.Equal(["jit: has no machine code for sm_90; the driver compiles its compute_80 (PTX 8.0); its code is less close to the GPU"], Told(builds.Run));
        Assert.Equal(
            ["avx: needs a processor of level x86-64-v3; x86-64 is promised", "lower: has code for sm_80, which sm_90 does not run", "other: has code for sm_120, which sm_90 does not run"], Told(builds.CannotRun));
        Assert.Equal(Obstacle.Processor, builds.CannotRun[0].Obstacle);
        Assert.Equal(100, builds.Run[0].PtxSize);
    }

    private static IEnumerable<string> Told(IEnumerable<ExplainedBuild> builds) => builds.Select(build => $"{build.Build}: {build.Because}");

    private static JudgedBuild? Best(NativeCatalog catalog, string accelerator, int driver)
    {
        Assert.True(SmVersion.TryParse(accelerator, out var sm));
        var builds = catalog.Packages["axpy"].Versions["1.0"].Builds.Select(build => GpuBuilds.Of(build.Key, build.Value));
        var best = BuildChooser.Rank(builds, new BuildTarget("x86_64-linux", sm, new DriverVersion(driver), CpuLevel.Baseline("x86_64-linux")))[0];
        return best.Fit == BuildFit.CannotRun ? null : best;
    }

    private static IReadOnlyList<string> PackagesOf(Lock locked, string accelerator) => locked.Targets[$"x86_64-linux/{accelerator}"].Groups["toplevel"].Packages;

    private static SmallCatalog Of(params NativeEntry[] builds) => new SmallCatalog().With(new NativeCatalog("acme", "/nowhere", new Dictionary<string, NativePackage>
    {
        ["kernels"] = new NativePackage
        {
            CatalogVersion = 1,
            Name = "kernels",
            Versions = new(
                builds.GroupBy(build => build.Version).ToDictionary(
                    version => version.Key,
                    version => new NativeVersion { Builds = new(version.ToDictionary(build => build.Name, build => build.Build), StringComparer.Ordinal) }),
                StringComparer.Ordinal),
        },
    }));

    private static NativeEntry Build(string name, string? code = null, string? ptx = null, string? driver = null, string? cpu = null, string? depends = null) => new(name, new NativeBuild
    {
        System = "x86_64-linux",
        DeviceCode = [new NativeCode { MachineCode = code?.Split(','), Ptx = ptx is null ? null : [new NativePtx { Code = ptx, Isa = "8.0", Size = 100 }] }],
        Driver = driver,
        CpuLevel = cpu,
        Depends = depends is null ? null : [depends],
        Artifact = new NativeArtifact { Path = $"artifacts/{name}.deb", Size = 10, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))) },
    });

    private sealed record NativeEntry(string Name, NativeBuild Build)
    {
        internal string Version { get; init; } = "1";
    }
}
