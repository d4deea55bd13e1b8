namespace EnvCompiler.Model.Gpu;

/// <summary>
/// Judges builds for a target and orders them: the most specific device code first, then the fewest other SMs (smaller), then a driver that has everything
/// the toolkit wants, then the newest CUDA, then the most of the processor, then the name, so that the order of a catalog never counts.
/// </summary>
public static class BuildChooser
{
    /// <summary>All builds, the best first. The first one is the choice, unless it cannot run.</summary>
    public static IReadOnlyList<JudgedBuild> Rank(IEnumerable<GpuBuild> builds, BuildTarget target) =>
    [
        .. builds.Select(build => Judge(build, target))
            .OrderBy(judged => judged.Fit == BuildFit.CannotRun)
            .ThenByDescending(judged => judged.Code is { } code ? SmRules.Closeness(code) : -1)
            .ThenBy(judged => OtherSms(judged))
            .ThenBy(judged => judged.Fit)
            .ThenByDescending(judged => judged.Build.Cuda ?? default)
            .ThenByDescending(judged => judged.Build.Cpu.Step)
            .ThenByDescending(judged => judged.Build.CpuRank)
            .ThenBy(judged => judged.Build.Name, StringComparer.Ordinal),
    ];

    /// <summary>Judges one build.</summary>
    public static JudgedBuild Judge(GpuBuild build, BuildTarget target)
    {
        JudgedBuild Cannot(string reason) => new(build, BuildFit.CannotRun, Code: null, reason);

        if (build.System != target.System)
            return Cannot($"is for {build.System}");
        if (!target.Cpu.Covers(build.Cpu))
            return Cannot($"needs a processor of level {build.Cpu}; {target.Cpu} is promised");
        if (build.Codes.Count == 0)
            return build.Cuda is null ? new JudgedBuild(build, BuildFit.Runs, Code: null, "uses no GPU") : Cannot("is said to use CUDA and has no device code");
        if (target.Sm is not { } sm)
            return Cannot("needs an NVIDIA GPU");
        if (build.Cuda is { } toolkit && !Reaches(target.Driver, CudaToolkits.MinorVersionFloor(toolkit)))
            return Cannot($"needs a driver of at least {CudaToolkits.MinorVersionFloor(toolkit)?.ToString() ?? $"CUDA {toolkit}"}; {target.Driver} is promised");

        var best = build.Codes.Where(code => SmRules.Judge(code, sm, target.Driver) <= CodeVerdict.RunsAfterJit).MaxBy(SmRules.Closeness);
        if (best is null)
            return Cannot(WhyNone(build, sm, target.Driver));
        if (best.Kind == CodeKind.Ptx)
            return new JudgedBuild(build, BuildFit.RunsAfterJit, best, $"has no machine code for {sm}; the driver compiles its {best}");
        var what = best.Sm == sm ? $"has machine code for {best}" : $"has machine code for {best}, which {sm} runs";
        return build.Cuda is { } cuda && !Reaches(target.Driver, CudaToolkits.FullFloor(cuda))
            ? new JudgedBuild(build, BuildFit.RunsOnOlderDriver, best, $"{what}; CUDA {cuda} has all features from driver {CudaToolkits.FullFloor(cuda)?.ToString() ?? "of its release"} on")
            : new JudgedBuild(build, BuildFit.Runs, best, what);
    }

    private static string WhyNone(GpuBuild build, SmVersion sm, DriverVersion? driver)
    {
        var forOlder = build.Codes.FirstOrDefault(code => SmRules.Judge(code, sm, driver) == CodeVerdict.NeedsNewerDriver);
        return forOlder is { Isa: { } isa }
            ? $"has only PTX {isa} for {sm}, which needs a driver of at least {CudaToolkits.PtxFloor(isa)?.ToString() ?? "a later release"}; {driver} is promised"
            : $"has code for {string.Join(", ", build.Codes.OrderBy(code => code.Sm).Select(code => code.ToString()).Distinct())}, which {sm} does not run";
    }

    private static int OtherSms(JudgedBuild judged) => judged.Build.Codes.Select(code => code.Sm).Distinct().Count(sm => sm != judged.Code?.Sm);

    private static bool Reaches(DriverVersion? promised, DriverVersion? floor) => promised is not { } driver || (floor is { } needed && driver.Reaches(needed));
}
