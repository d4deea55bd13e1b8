using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>
/// Holds what a catalog says of a build against its files. Only what promises too much is wrong: a build that says less than is true is chosen too seldom, never
/// where it cannot run.
/// </summary>
/// <param name="subject">The build as messages name it.</param>
/// <param name="claim">What the catalog says.</param>
/// <param name="facts">What its files say.</param>
/// <param name="place">Where the claim stands.</param>
public sealed class ClaimCheck(string subject, NativeBuild claim, ArtifactFacts facts, SourcePlace place)
{
    private readonly FileFacts[] files = [.. facts.Loaded(claim.Optional)];

    /// <summary>Every claim that a file belies.</summary>
    public IReadOnlyList<Diagnostic> Problems() => [.. OptionalFiles(), .. DeviceCode(), .. Cuda(), .. Processor()];

    private IEnumerable<Diagnostic> OptionalFiles() =>
        from path in claim.Optional ?? []
        where !facts.Files.Any(file => file.Path == path)
        select Belied($"declares `{path}` optional", "it has no such file with device code or a processor level");

    // A line a wrong file, with the SMs that it is wrong for.
    private IEnumerable<Diagnostic> DeviceCode()
    {
        if (claim.DeviceCode is null)
        {
            foreach (var file in files.Where(file => file.DeviceCode.Count > 0))
                yield return Belied("is said to use no GPU", $"`{file.Path}` has code for {Names(file.DeviceCode)}");
            yield break;
        }

        if (!Array.Exists(files, file => file.DeviceCode.Count > 0))
        {
            yield return Belied($"is said to have code for {Names(claim.DeviceCode)}", "none of its files has device code");
            yield break;
        }

        foreach (var file in files.Where(file => file.DeviceCode.Count > 0))
        {
            var wrong = GpuModels.Sms.Where(sm => Promises(claim.DeviceCode, file.DeviceCode, sm)).ToArray();
            if (wrong.Length > 0)
                yield return Belied($"is said to have code for {Names(claim.DeviceCode)}", $"`{file.Path}` has code for {Names(file.DeviceCode)}, which is less on {string.Join(", ", wrong)}");
        }
    }

    private IEnumerable<Diagnostic> Cuda()
    {
        if (claim.Cuda is not { } name || !CudaVersion.TryParse(name, out var cuda))
            yield break;
        if (claim.DeviceCode is null)
        {
            yield return Belied($"is said to be built with CUDA {cuda}", "none of its files has device code");
            yield break;
        }

        var newest = CudaToolkits.All.LastOrDefault(toolkit => toolkit.Version <= cuda)?.PtxIsa;
        foreach (var file in files)
        {
            var isa = file.DeviceCode.SelectMany(set => set.Ptx ?? []).Select(IsaOf).DefaultIfEmpty().Max();
            if (newest is { } written && isa > written)
                yield return Belied($"is said to be built with CUDA {cuda}", $"`{file.Path}` has PTX {isa}, which no toolkit before CUDA {CudaToolkits.All.FirstOrDefault(toolkit => toolkit.PtxIsa >= isa)?.Version.ToString() ?? "13.1"} writes");
            if (BuildFacts.MajorOf(file.CudaLibraries) is var (library, major) && major != cuda.Major)
                yield return Belied($"is said to be built with CUDA {cuda}", $"`{file.Path}` loads `{library}`");
        }
    }

    private IEnumerable<Diagnostic> Processor()
    {
        var promised = claim.CpuLevel is { } level ? new CpuLevel(level) : CpuLevel.Baseline(claim.System);
        return from file in files
               where file.CpuLevel is { } stated && !promised.Covers(new CpuLevel(stated))
               select Belied($"is said to need a processor of level {promised}", $"`{file.Path}` needs {file.CpuLevel}");
    }

    private static bool Promises(IReadOnlyList<NativeCode> claimed, IReadOnlyList<NativeCode> found, SmVersion sm)
    {
        var (said, isTrue) = (Judge(claimed, sm), Judge(found, sm));
        return said.Fit < isTrue.Fit || (said.Fit == BuildFit.RunsAfterJit && isTrue.Fit == said.Fit && said.Code!.Isa < isTrue.Code!.Isa);
    }

    private static JudgedBuild Judge(IReadOnlyList<NativeCode> codes, SmVersion sm)
    {
        const string system = "x86_64-linux";
        var build = new GpuBuild { Name = "", System = system, Cpu = CpuLevel.Baseline(system), CodeSets = GpuBuilds.SetsOf(codes) };
        return BuildChooser.Judge(build, new BuildTarget(system, sm, Driver: null, build.Cpu));
    }

    private static CudaVersion IsaOf(NativePtx ptx) => CudaVersion.TryParse(ptx.Isa, out var isa) ? isa : default;

    private static string Names(IReadOnlyList<NativeCode> codes) =>
        string.Join(", ", GpuBuilds.SetsOf(codes).SelectMany(set => set.Codes).Select(code => code.ToString()).Distinct());

    private Diagnostic Belied(string said, string truth) => NativeDiagnostics.Belied(place, subject, said, truth);
}
