using EnvCompiler.Model.Gpu;
using EnvCompiler.TestKit;

namespace EnvCompiler.Model.Tests.Gpu;

/// <summary>The rules against NVIDIA's own compiler and GPUs (files of <c>Measured</c>), and what must hold for all code on all GPUs.</summary>
public sealed class SmRulesTests
{
    private static readonly CudaVersion Isa = new(9, 0);
    private static readonly DriverVersion Driver580 = new(580, 159, 4);

    private static readonly SmVersion[] Devices =
        [.. ((int[])[53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 88, 89, 90, 100, 101, 103, 110, 120, 121]).Select(SmVersion.Of)];

    /// <summary>Machine code and PTX of every scope for every SM.</summary>
    private static readonly DeviceCode[] Codes =
    [
        .. from sm in Devices
           from scope in Enum.GetValues<CodeScope>()
           from code in (DeviceCode[])[DeviceCode.Machine(sm, scope), DeviceCode.Ptx(sm, Isa, scope)]
           select code,
    ];

    [Fact]
    public void Ptx_is_accepted_where_ptxas_accepts_it()
    {
        var lines = Measured("ptxas-13.0.txt");
        Assert.Equal(23, lines.Length);
        foreach (var line in lines)
        {
            var (code, accepting) = (Code(line[0].Replace("compute_", "sm_"), CodeKind.Ptx), line[1].Split(' ').Select(name => Code(name, CodeKind.MachineCode).Sm).ToHashSet());
            foreach (var device in Devices.Where(device => device >= SmVersion.Of(75) && device != SmVersion.Of(101)))
                Assert.Equal((code, device, accepting.Contains(device)), (code, device, SmRules.Judge(code, device, Driver580) == CodeVerdict.RunsAfterJit));
        }
    }

    [Theory]
    [InlineData("h200-builds.txt", 24)]
    [InlineData("h100-mixed-builds.txt", 16)]
    public void A_build_runs_where_the_GPU_ran_it(string file, int count)
    {
        var lines = Measured(file).Where(line => line.Length > 3).ToArray();
        Assert.Equal(count, lines.Length);
        foreach (var line in lines)
        {
            var (codes, ran) = (CodesOf(line), line.Contains("OK"));
            Assert.NotEmpty(codes);
            Assert.Equal((line[0], ran), (line[0], codes.Any(code => SmRules.Judge(code, SmVersion.Of(90), Driver580) <= CodeVerdict.RunsAfterJit)));
        }
    }

    [Fact]
    public void Machine_code_never_leaves_its_major_version_nor_goes_down() => ForEachPair((code, device) =>
    {
        if (code.Kind == CodeKind.MachineCode && SmRules.Judge(code, device, null) == CodeVerdict.Runs)
            Assert.True(code.Sm.Major == device.Major && code.Sm <= device, $"{code} on {device}");
    });

    [Fact]
    public void Nothing_runs_on_an_older_GPU_than_it_was_made_for() => ForEachPair((code, device) =>
    {
        if (device < code.Sm)
            Assert.Equal(CodeVerdict.OtherGpu, SmRules.Judge(code, device, null));
    });

    [Fact]
    public void Code_for_exactly_one_SM_runs_on_no_other() => ForEachPair((code, device) =>
    {
        if (code.Scope == CodeScope.Architecture)
            Assert.Equal(code.Sm == device, SmRules.Judge(code, device, null) <= CodeVerdict.RunsAfterJit);
    });

    [Fact]
    public void Machine_code_of_an_integrated_GPU_runs_on_no_other_GPU_and_no_other_machine_code_there() => ForEachPair((code, device) =>
    {
        if (code.Kind == CodeKind.MachineCode && (code.Sm.IsTegra || device.IsTegra))
            Assert.Equal(code.Sm == device, SmRules.Judge(code, device, null) == CodeVerdict.Runs);
    });

    [Fact]
    public void Whatever_runs_with_a_driver_runs_with_every_newer_one() => ForEachPair((code, device) =>
    {
        var verdicts = CudaToolkits.All.Select(toolkit => SmRules.Judge(code, device, toolkit.Driver)).ToArray();
        Assert.Equal(verdicts.OrderDescending(), verdicts);
    });

    [Fact]
    public void The_closest_code_is_machine_code_of_the_highest_SM()
    {
        DeviceCode[] running = [.. Codes.Where(code => SmRules.Judge(code, SmVersion.Of(121), null) <= CodeVerdict.RunsAfterJit)];
        Assert.Equal(
            ["sm_121a", "sm_121f", "sm_121", "sm_120f", "sm_120", "compute_121a (PTX 9.0)"],
            running.OrderByDescending(SmRules.Closeness).Take(6).Select(code => code.ToString()));
    }

    [Theory]
    [InlineData("560.28.03", CodeVerdict.NeedsNewerDriver)]
    [InlineData("570.26", CodeVerdict.RunsAfterJit)]
    [InlineData("580", CodeVerdict.RunsAfterJit)]
    public void Ptx_needs_a_driver_that_knows_its_language(string driver, CodeVerdict expected)
    {
        Assert.True(DriverVersion.TryParse(driver, out var version));
        Assert.Equal(expected, SmRules.Judge(DeviceCode.Ptx(SmVersion.Of(80), new CudaVersion(8, 7)), SmVersion.Of(90), version));
    }

    [Fact]
    public void Ptx_newer_than_every_toolkit_that_is_known_is_not_promised_to_run() =>
        Assert.Equal(CodeVerdict.NeedsNewerDriver, SmRules.Judge(DeviceCode.Ptx(SmVersion.Of(80), new CudaVersion(99, 0)), SmVersion.Of(90), null));

    private static void ForEachPair(Action<DeviceCode, SmVersion> check)
    {
        foreach (var code in Codes)
        {
            foreach (var device in Devices)
                check(code, device);
        }
    }

    private static string[][] Measured(string file) =>
    [
        .. File.ReadAllLines(RepositoryRoot.File("tests", "EnvCompiler.Model.Tests", "Gpu", "Measured", file))
            .Where(line => line.Contains('|') && !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];

    // By nvcc's options where the file has them, else by the build's name; fat builds by what cuobjdump lists, which has no `f`.
    private static DeviceCode[] CodesOf(string[] line)
    {
        if (line[1].Contains("-gencode", StringComparison.Ordinal))
            return [.. line[1].Split(' ').Where(word => word.Contains("code=", StringComparison.Ordinal)).Select(word => Code(word[(word.LastIndexOf('=') + 1)..]))];
        var name = line[0]["axpy-".Length..];
        if (name.StartsWith("sm_", StringComparison.Ordinal) || name.StartsWith("ptx_", StringComparison.Ordinal))
            return [Code(name.Replace("ptx_", "compute_"))];
        return [.. Names(line, "elf:").Select(sm => Code(sm, CodeKind.MachineCode)), .. Names(line, "ptx:").Select(sm => Code(sm, CodeKind.Ptx))];
    }

    private static string[] Names(string[] line, string list) =>
        line.Single(part => part.StartsWith(list, StringComparison.Ordinal))[list.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DeviceCode Code(string name) =>
        name.StartsWith("compute_", StringComparison.Ordinal) ? Code(name.Replace("compute_", "sm_"), CodeKind.Ptx) : Code(name, CodeKind.MachineCode);

    private static DeviceCode Code(string name, CodeKind kind)
    {
        var scope = name[^1] switch { 'a' => CodeScope.Architecture, 'f' => CodeScope.Family, _ => CodeScope.Portable };
        Assert.True(SmVersion.TryParse(name.TrimEnd('a', 'f'), out var sm), name);
        return kind == CodeKind.Ptx ? DeviceCode.Ptx(sm, Isa, scope) : DeviceCode.Machine(sm, scope);
    }
}
