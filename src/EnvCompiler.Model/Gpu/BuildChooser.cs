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

    /// <summary>Why a build that runs comes after another one in <see cref="Rank"/>: a clause.</summary>
    public static string WhyAfter(JudgedBuild later, JudgedBuild earlier)
    {
        static int ClosenessOf(JudgedBuild judged) => judged.Code is { } code ? SmRules.Closeness(code) : -1;
        return ClosenessOf(later) != ClosenessOf(earlier) ? "its code is less close to the GPU"
            : OtherSms(later) != OtherSms(earlier) ? "it has code for more other GPUs"
            : later.Fit != earlier.Fit ? "the driver lacks features of its toolkit"
            : later.Build.Cuda != earlier.Build.Cuda ? "its CUDA is older"
            : later.Build.Cpu != earlier.Build.Cpu || later.Build.CpuRank != earlier.Build.CpuRank ? "it uses less of the processor"
            : "its name comes later";
    }

    /// <summary>Judges one build.</summary>
    public static JudgedBuild Judge(GpuBuild build, BuildTarget target)
    {
        JudgedBuild Cannot(Obstacle obstacle, string reason) => new(build, BuildFit.CannotRun, Code: null, reason) { Obstacle = obstacle };

        if (build.System != target.System)
            return Cannot(Obstacle.System, $"is for {build.System}");
        if (!target.Cpu.Covers(build.Cpu))
            return Cannot(Obstacle.Processor, $"needs a processor of level {build.Cpu}; {target.Cpu} is promised");
        if (build.CodeSets.Count == 0)
        {
            return build.Cuda is null
                ? new JudgedBuild(build, BuildFit.Runs, Code: null, "uses no GPU")
                : Cannot(Obstacle.NoDeviceCode, "is said to use CUDA and has no device code");
        }

        if (target.Sm is not { } sm)
            return Cannot(Obstacle.NoGpu, "needs an NVIDIA GPU");
        if (build.Cuda is { } toolkit && !Reaches(target.Driver, CudaToolkits.MinorVersionFloor(toolkit)))
            return NeedsDriver(build, target, CudaToolkits.MinorVersionFloor(toolkit), $"CUDA {toolkit}");
        if (build.Driver is { } floor && !Reaches(target.Driver, floor))
            return NeedsDriver(build, target, floor, "a later release");
        return JudgeCode(build, sm, target.Driver);
    }

    // Of each set of codes the driver loads the best; all sets are loaded, so the weakest decides.
    private static JudgedBuild JudgeCode(GpuBuild build, SmVersion sm, DriverVersion? driver)
    {
        DeviceCode? weakest = null;
        long ptxSize = 0;
        foreach (var set in build.CodeSets)
        {
            if (set.Codes.Where(code => SmRules.Judge(code, sm, driver) <= CodeVerdict.RunsAfterJit).MaxBy(SmRules.Closeness) is not { } best)
                return WithoutCode(build, set, sm, driver);
            if (weakest is null || SmRules.Closeness(best) < SmRules.Closeness(weakest))
                weakest = best;
            ptxSize += best.Kind == CodeKind.Ptx ? set.PtxSizes.GetValueOrDefault(best) : 0;
        }

        if (weakest!.Kind == CodeKind.Ptx)
            return new JudgedBuild(build, BuildFit.RunsAfterJit, weakest, $"has no machine code for {sm}; the driver compiles its {weakest}") { PtxSize = ptxSize };
        var what = weakest.Sm == sm ? $"has machine code for {weakest}" : $"has machine code for {weakest}, which {sm} runs";
        return build.Cuda is { } cuda && !Reaches(driver, CudaToolkits.FullFloor(cuda))
            ? new JudgedBuild(build, BuildFit.RunsOnOlderDriver, weakest, $"{what}; CUDA {cuda} has all features from driver {CudaToolkits.FullFloor(cuda)?.ToString() ?? "of its release"} on")
            : new JudgedBuild(build, BuildFit.Runs, weakest, what);
    }

    private static JudgedBuild WithoutCode(GpuBuild build, CodeSet set, SmVersion sm, DriverVersion? driver)
    {
        var forOlder = set.Codes.FirstOrDefault(code => SmRules.Judge(code, sm, driver) == CodeVerdict.NeedsNewerDriver);
        if (forOlder is { Isa: { } isa })
        {
            var floor = CudaToolkits.PtxFloor(isa);
            var needs = $"has only PTX {isa} for {sm}, which needs a driver of at least {floor?.ToString() ?? "a later release"}; {driver} is promised{Forward(build, driver)}";
            return new JudgedBuild(build, BuildFit.CannotRun, Code: null, needs) { Obstacle = Obstacle.Driver, DriverNeeded = floor };
        }

        var reason = $"has code for {string.Join(", ", set.Codes.OrderBy(code => code.Sm).Select(code => code.ToString()).Distinct())}, which {sm} does not run";
        return new JudgedBuild(build, BuildFit.CannotRun, Code: null, reason) { Obstacle = Obstacle.OtherGpu };
    }

    private static JudgedBuild NeedsDriver(GpuBuild build, BuildTarget target, DriverVersion? floor, string otherwise) =>
        new(build, BuildFit.CannotRun, Code: null, $"needs a driver of at least {floor?.ToString() ?? otherwise}; {target.Driver} is promised{Forward(build, target.Driver)}")
        {
            Obstacle = Obstacle.Driver,
            DriverNeeded = floor,
        };

    // Hosts are not known to be of the kind that can have it, so it is told and does not count.
    private static string Forward(GpuBuild build, DriverVersion? driver) =>
        build.Cuda is { } cuda && driver is { } promised && CudaToolkits.IsForward(promised, cuda) ? $" (data-centre GPUs with driver {promised.Branch} run it with NVIDIA's `cuda-compat` of CUDA {cuda})" : "";

    private static int OtherSms(JudgedBuild judged) => judged.Build.Codes.Select(code => code.Sm).Distinct().Count(sm => sm != judged.Code?.Sm);

    private static bool Reaches(DriverVersion? promised, DriverVersion? floor) => promised is not { } driver || (floor is { } needed && driver.Reaches(needed));
}
