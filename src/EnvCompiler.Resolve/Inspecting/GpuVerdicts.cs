using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>
/// Judges files for every SM that envc knows. Of a fat binary the driver takes the best code; of a program every fat binary must run, so the weakest decides.
/// Two kinds do not count: empty modules, and those for one SM or family only beside a general one in the same file.
/// </summary>
public static class GpuVerdicts
{
    /// <summary>Verdicts on a file in the order of SMs; none where it has no device code, or chooses among its kernels itself.</summary>
    public static IReadOnlyList<GpuVerdict> Of(InspectedFile file) => Judge(Counting(file));

    /// <summary>The fat binaries that decide where a file runs.</summary>
    internal static Fatbin[] Counting(InspectedFile file)
    {
        if (file.ChoosesKernels)
            return [];
        var counted = file.Fatbins.Where(fatbin => fatbin.Counts).ToArray();
        var general = Array.FindAll(counted, fatbin => !fatbin.IsSpecific);
        return general.Length > 0 ? general : counted;
    }

    /// <summary>Verdicts on files that are loaded together.</summary>
    public static IReadOnlyList<GpuVerdict> Combine(IEnumerable<IReadOnlyList<GpuVerdict>> files) =>
    [
        .. files.SelectMany(verdicts => verdicts)
            .GroupBy(verdict => verdict.Sm, (sm, parts) => Weakest(sm, [.. parts]))
            .OrderBy(verdict => verdict.Sm),
    ];

    private static GpuVerdict[] Judge(Fatbin[] fatbins) =>
        fatbins.Length == 0 ? [] : [.. GpuModels.Sms.Select(sm => Weakest(sm, Array.ConvertAll(fatbins, fatbin => Judge(fatbin, sm))))];

    private static GpuVerdict Judge(Fatbin fatbin, SmVersion sm)
    {
        var best = new GpuVerdict(sm, CodeVerdict.OtherGpu, Driver: null, PtxSize: 0);
        var closeness = 0;
        foreach (var entry in fatbin.Entries)
        {
            if (entry.Code is not { } code || SmRules.Judge(code, sm, driver: null) is var verdict && verdict > best.Verdict)
                continue;
            if (verdict == best.Verdict && SmRules.Closeness(code) <= closeness)
                continue;
            closeness = SmRules.Closeness(code);
            best = verdict == CodeVerdict.RunsAfterJit
                ? new GpuVerdict(sm, verdict, CudaToolkits.PtxFloor(code.Isa!.Value), entry.UnpackedSize)
                : new GpuVerdict(sm, verdict, Driver: null, PtxSize: 0);
        }

        return best;
    }

    private static GpuVerdict Weakest(SmVersion sm, GpuVerdict[] parts)
    {
        var verdict = parts.Max(part => part.Verdict);
        return verdict > CodeVerdict.RunsAfterJit
            ? new GpuVerdict(sm, verdict, Driver: null, PtxSize: 0)
            : new GpuVerdict(sm, verdict, parts.Max(part => part.Driver), parts.Sum(part => part.PtxSize));
    }
}
