using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>Builds of a catalog as the rules of selection see them, and back.</summary>
internal static class GpuBuilds
{
    /// <summary>What a checked entry says.</summary>
    internal static GpuBuild Of(string name, NativeBuild build) => new()
    {
        Name = name,
        System = build.System,
        CodeSets = SetsOf(build.DeviceCode),
        Cuda = build.Cuda is { } cuda && CudaVersion.TryParse(cuda, out var toolkit) ? toolkit : null,
        Driver = build.Driver is { } floor && DriverVersion.TryParse(floor, out var driver) ? driver : null,
        Cpu = build.CpuLevel is { } level ? new CpuLevel(level) : CpuLevel.Baseline(build.System),
        CpuRank = build.CpuRank ?? 0,
    };

    /// <summary>The sets of codes of a checked entry.</summary>
    internal static IReadOnlyList<CodeSet> SetsOf(IReadOnlyList<NativeCode>? entry) => [.. (entry ?? []).Select(SetOf)];

    /// <summary>Sets of codes as an entry writes them, in an order of their own; null where there are none.</summary>
    internal static IReadOnlyList<NativeCode>? EntryOf(IReadOnlyList<CodeSet> sets) => sets.Count == 0 ? null :
    [
        .. sets.Select(set => new NativeCode
        {
            MachineCode = NullIfEmpty(InOrder(set, CodeKind.MachineCode).Select(code => code.Architecture)),
            Ptx = NullIfEmpty(InOrder(set, CodeKind.Ptx).Select(code => new NativePtx { Code = code.Architecture, Isa = $"{code.Isa}", Size = set.PtxSizes.GetValueOrDefault(code) })),
        }),
    ];

    private static CodeSet SetOf(NativeCode code)
    {
        var codes = new List<DeviceCode>();
        var sizes = new Dictionary<DeviceCode, long>();
        foreach (var name in code.MachineCode ?? [])
        {
            if (DeviceCode.TryParse(name, isa: null, out var machine))
                codes.Add(machine);
        }

        foreach (var entry in code.Ptx ?? [])
        {
            if (!CudaVersion.TryParse(entry.Isa, out var isa) || !DeviceCode.TryParse(entry.Code, isa, out var ptx))
                continue;
            codes.Add(ptx);
            sizes[ptx] = entry.Size;
        }

        return new CodeSet(codes) { PtxSizes = sizes };
    }

    private static IEnumerable<DeviceCode> InOrder(CodeSet set, CodeKind kind) =>
        set.Codes.Where(code => code.Kind == kind).OrderBy(code => code.Sm).ThenBy(code => code.Scope).ThenBy(code => code.Isa);

    private static T[]? NullIfEmpty<T>(IEnumerable<T> items) => items.ToArray() is { Length: > 0 } found ? found : null;
}
