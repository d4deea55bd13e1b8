using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Tests.Gpu;

/// <summary>The 88 published builds of vLLM 0.15.1, whose users have to pick one by hand, for every driver, processor and GPU.</summary>
public sealed class BuildChooserTests
{
    private const string X86 = "x86_64-linux";
    private const string Arm = "aarch64-linux";

    private static readonly GpuBuild[] Published = [.. Names().Select(name => BuildName.TryParse(name)!.ToBuild(name)!)];
    private static readonly int[] Branches = [525, 550, 560, 570, 575, 580];
    private static readonly int[] Sms = [61, 75, 80, 86, 87, 89, 90, 100, 103, 110, 120, 121];

    [Fact]
    public void There_are_88_names_and_all_are_understood()
    {
        Assert.Equal(88, Published.Length);
        Assert.Equal(47, Published.Count(build => build.Cuda == new CudaVersion(12, 9)));
    }

    [Fact]
    public void Every_choice_is_that_of_the_rules_read_one_by_one()
    {
        var choices = 0;
        foreach (var target in Targets())
        {
            var ranked = BuildChooser.Rank(Published, target);
            var chosen = ranked[0].Fit == BuildFit.CannotRun ? null : ranked[0].Build.Name;
            Assert.Equal((target, ByHand(target)), (target, chosen));
            choices += chosen is null ? 0 : 1;
        }

        Assert.InRange(choices, 200, 1000);
    }

    [Fact]
    public void The_order_of_the_catalog_does_not_count()
    {
        var chance = new Random(5);
        foreach (var target in Targets())
        {
            GpuBuild[] shuffled = [.. Published];
            chance.Shuffle(shuffled);
            Assert.Equal(BuildChooser.Rank(Published, target).Select(judged => judged.Build.Name), BuildChooser.Rank(shuffled, target).Select(judged => judged.Build.Name));
        }
    }

    [Fact]
    public void A_newer_driver_or_a_better_processor_never_takes_a_build_away()
    {
        foreach (var build in Published)
        {
            foreach (var sm in Sms.Select(SmVersion.Of))
            {
                var fits = Branches.Select(branch => BuildChooser.Judge(build, new BuildTarget(build.System, sm, new DriverVersion(branch), Best(build.System))).Fit).ToArray();
                Assert.Equal(fits.OrderDescending(), fits);
            }
        }
    }

    [Fact]
    public void GB10_runs_what_was_made_for_sm_120_and_its_own_processor_is_Arm()
    {
        var (x86, arm) = (Choose(X86, "sm_121", 580, "x86-64-v3"), Choose(Arm, "sm_121", 580, "armv9-a"));
        Assert.Equal(("vllm-python313-cuda12_9-sm120-avx2", "has machine code for sm_120, which sm_121 runs"), (x86.Build.Name, x86.Reason));
        Assert.Equal(BuildFit.CannotRun, arm.Fit);
        var reasons = BuildChooser.Rank(Published, Target(Arm, "sm_121", 580, "armv9-a")).Select(judged => judged.Reason).ToArray();
        Assert.Contains("is for x86_64-linux", reasons);
        Assert.Contains("has code for sm_103, which sm_121 does not run", reasons);
    }

    [Theory]
    [InlineData(580, "vllm-python313-cuda12_9-sm90-avx512", BuildFit.Runs)]
    [InlineData(570, "vllm-python313-cuda12_8-sm90-avx512", BuildFit.Runs)]
    [InlineData(525, "vllm-python313-cuda12_9-sm90-avx512", BuildFit.RunsOnOlderDriver)]
    [InlineData(520, null, BuildFit.CannotRun)]
    public void The_driver_decides_among_toolkits(int branch, string? name, BuildFit fit)
    {
        var choice = Choose(X86, "sm_90", branch, "x86-64-v4");
        Assert.Equal(fit, choice.Fit);
        if (name is not null)
            Assert.Equal(name, choice.Build.Name);
    }

    [Theory]
    [InlineData("x86-64-v2", "needs a processor of level x86-64-v3; x86-64-v2 is promised")]
    [InlineData("x86-64", "needs a processor of level x86-64-v3; x86-64 is promised")]
    public void A_processor_that_is_not_promised_is_named(string level, string reason) =>
        Assert.Equal(reason, BuildChooser.Judge(Named("vllm-python313-cuda12_9-sm90-avx2"), Target(X86, "sm_90", 580, level)).Reason);

    [Fact]
    public void A_build_with_machine_code_beats_PTX_and_PTX_beats_nothing()
    {
        var fat = Build("fat", DeviceCode.Machine(SmVersion.Of(80)), DeviceCode.Ptx(SmVersion.Of(80), new CudaVersion(8, 7)));
        var lean = Build("lean", DeviceCode.Machine(SmVersion.Of(90)));
        var portable = Build("portable", DeviceCode.Ptx(SmVersion.Of(75), new CudaVersion(7, 5)));
        Assert.Equal(
            [("lean", BuildFit.Runs), ("fat", BuildFit.RunsAfterJit), ("portable", BuildFit.RunsAfterJit)],
            BuildChooser.Rank([portable, fat, lean], Target(X86, "sm_90", 580, "x86-64")).Select(judged => (judged.Build.Name, judged.Fit)));
        Assert.Equal("has no machine code for sm_90; the driver compiles its compute_80 (PTX 8.7)", BuildChooser.Judge(fat, Target(X86, "sm_90", 580, "x86-64")).Reason);
        Assert.Equal(
            "has only PTX 8.7 for sm_90, which needs a driver of at least 570.26; 560 is promised (data-centre GPUs with driver 560 run it with NVIDIA's `cuda-compat` of CUDA 12.8)",
            BuildChooser.Judge(fat with { Codes = fat.Codes.Skip(1).ToArray() }, Target(X86, "sm_90", 560, "x86-64")).Reason);
    }

    [Fact]
    public void Of_two_that_fit_alike_the_one_for_fewer_GPUs_is_smaller()
    {
        var one = Build("z", DeviceCode.Machine(SmVersion.Of(90)));
        var many = Build("a", DeviceCode.Machine(SmVersion.Of(80)), DeviceCode.Machine(SmVersion.Of(90)), DeviceCode.Machine(SmVersion.Of(100)));
        Assert.Equal("z", BuildChooser.Rank([many, one], Target(X86, "sm_90", 580, "x86-64"))[0].Build.Name);
    }

    [Fact]
    public void A_build_without_device_code_runs_everywhere_and_is_never_preferred_on_a_GPU()
    {
        var plain = new GpuBuild { Name = "plain", System = X86, Cpu = CpuLevel.Baseline(X86) };
        var cuda = Build("cuda", DeviceCode.Ptx(SmVersion.Of(50), new CudaVersion(6, 0)));
        Assert.Equal("cuda", BuildChooser.Rank([plain, cuda], Target(X86, "sm_90", 580, "x86-64"))[0].Build.Name);
        Assert.Equal(("plain", "needs an NVIDIA GPU"), (BuildChooser.Rank([plain, cuda], Target(X86, sm: null, 580, "x86-64"))[0].Build.Name,
            BuildChooser.Judge(cuda, Target(X86, sm: null, 580, "x86-64")).Reason));
    }

    [Theory]
    [InlineData("vllm-python312-cuda12_9-sm120", "sm_120", null)]
    [InlineData("sglang-python312-cuda12_8-all-avx2", null, "avx2")]
    public void Older_and_general_names_are_understood(string name, string? sm, string? isa)
    {
        var parsed = BuildName.TryParse(name)!;
        Assert.Equal((sm, isa), (parsed.Sm?.ToString(), parsed.Isa));
        Assert.Equal(sm is null, parsed.ToBuild(name) is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("vllm")]
    [InlineData("-python313-cuda12_8-sm90")]
    [InlineData("vllm-python31-cuda12_8-sm90")]
    [InlineData("vllm-python313-cuda12-sm90")]
    [InlineData("vllm-python313-cuda12_8-sm9")]
    [InlineData("vllm-python313-cuda12_8-sm90-mmx")]
    [InlineData("vllm-python313-cuda12_8-sm90-avx2-x")]
    public void Other_names_are_not_of_this_form(string name) => Assert.Null(BuildName.TryParse(name));

    // Availability as published: SM, x86 ISAs, Arm ISAs; sm_103 for CUDA 12.9 only.
    private static IEnumerable<string> Names()
    {
        string[] all = ["avx", "avx2", "avx512", "avx512bf16", "avx512vnni"];
        (int Sm, string[] Isas)[] rows =
        [
            (61, ["avx", "avx2"]), (75, all), (80, [.. all, "armv8_2"]), (86, all), (89, all), (90, [.. all, "armv8_2", "armv9"]),
            (100, [.. all, "armv9"]), (103, [.. all, "armv9"]), (120, all),
        ];
        return from row in rows
               from cuda in row.Sm == 103 ? (string[])["12_9"] : ["12_8", "12_9"]
               from isa in row.Isas
               select $"vllm-python313-cuda{cuda}-sm{row.Sm}-{isa}";
    }

    private static IEnumerable<BuildTarget> Targets() =>
        from sm in Sms
        from branch in Branches
        from level in CpuLevel.Names
        select new BuildTarget(level.StartsWith("arm", StringComparison.Ordinal) ? Arm : X86, SmVersion.Of(sm), new DriverVersion(branch), new CpuLevel(level));

    // The rules again, on the names' text, in another order and with other means.
    private static string? ByHand(BuildTarget target)
    {
        Dictionary<string, string[]> runnable = new()
        {
            ["x86-64"] = [], ["x86-64-v2"] = [], ["x86-64-v3"] = ["avx", "avx2"], ["x86-64-v4"] = ["avx", "avx2", "avx512"],
            ["avx512vnni"] = ["avx", "avx2", "avx512", "avx512vnni"], ["avx512bf16"] = ["avx", "avx2", "avx512", "avx512vnni", "avx512bf16"],
            ["armv8-a"] = [], ["armv8.2-a"] = ["armv8_2"], ["armv9-a"] = ["armv8_2", "armv9"],
        };
        var sm = (target.Sm!.Value.Major * 10) + target.Sm.Value.Minor;
        int[] desktop = sm switch { 87 => [], 86 => [80, 86], 89 => [80, 86, 89], 103 => [100, 103], 121 => [120], _ => [sm] };
        var newest = target.Driver!.Value.Branch >= 575 ? "12_9" : target.Driver.Value.Branch >= 570 ? "12_8" : "12_9";
        foreach (var code in desktop.OrderDescending())
        {
            foreach (var cuda in (string[])[newest, newest == "12_9" ? "12_8" : "12_9"])
            {
                foreach (var isa in runnable[target.Cpu.Name].Reverse())
                {
                    var name = $"vllm-python313-cuda{cuda}-sm{code}-{isa}";
                    if (Published.Any(build => build.Name == name))
                        return name;
                }
            }
        }

        return null;
    }

    private static GpuBuild Named(string name) => Published.Single(build => build.Name == name);

    private static GpuBuild Build(string name, params DeviceCode[] codes) =>
        new() { Name = name, System = X86, Codes = codes, Cuda = new CudaVersion(12, 8), Cpu = CpuLevel.Baseline(X86) };

    private static JudgedBuild Choose(string system, string sm, int branch, string level) => BuildChooser.Rank(Published, Target(system, sm, branch, level))[0];

    private static BuildTarget Target(string system, string? sm, int branch, string level) =>
        new(system, sm is not null && SmVersion.TryParse(sm, out var version) ? version : null, new DriverVersion(branch), CpuLevel.Of(level)!);

    private static CpuLevel Best(string system) => new(system == Arm ? "armv9-a" : "avx512bf16");
}
