using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Inspecting;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>What the files of an artifact ask of GPU and processor: the truth that claims are held against.</summary>
public sealed record ArtifactFacts
{
    /// <summary>The files that ask for anything, ordered by path.</summary>
    public required IReadOnlyList<FileFacts> Files { get; init; }

    /// <summary>Reads an unpacked package; a file that cannot be read is an error.</summary>
    /// <param name="directory">Its files.</param>
    public static Result<ArtifactFacts> Read(string directory)
    {
        var files = new List<FileFacts>();
        var problems = new List<Diagnostic>();
        foreach (var (path, result) in PathInspector.ReadAll(directory))
        {
            problems.AddRange(result.Diagnostics);
            if (!result.TryGet(out var file) || (!file.ConcernsGpus && file.CpuLevel is null))
                continue;
            files.Add(new FileFacts
            {
                Path = path,
                DeviceCode = GpuBuilds.EntryOf(SetsOf(file)) ?? [],
                CudaLibraries = file.CudaLibraries,
                CpuLevel = file.CpuLevel?.Name,
            });
        }

        return problems.Exists(problem => problem.Severity == Severity.Error)
            ? Result<ArtifactFacts>.Failure(problems)
            : Result<ArtifactFacts>.Success(new ArtifactFacts { Files = files }, problems);
    }

    /// <summary>The files that are loaded by default.</summary>
    /// <param name="optional">Paths of the others.</param>
    public IEnumerable<FileFacts> Loaded(IReadOnlyList<string>? optional) => Files.Where(file => optional is null || !optional.Contains(file.Path));

    /// <summary>The device code of files, equal sets counted once with their bytes summed.</summary>
    internal static IReadOnlyList<NativeCode> Merge(IEnumerable<FileFacts> files) =>
        GpuBuilds.EntryOf(Merge(files.SelectMany(file => GpuBuilds.SetsOf(file.DeviceCode)))) ?? [];

    private static CodeSet[] SetsOf(InspectedFile file) => Merge(GpuVerdicts.Counting(file).Select(fatbin =>
    {
        var entries = fatbin.Entries.Where(entry => entry.Code is not null).ToArray();
        return new CodeSet([.. entries.Select(entry => entry.Code!).Distinct()])
        {
            PtxSizes = entries.Where(entry => entry.Code!.Kind == CodeKind.Ptx)
                .GroupBy(entry => entry.Code!, entry => entry.UnpackedSize).ToDictionary(group => group.Key, group => group.Sum()),
        };
    }));

    private static CodeSet[] Merge(IEnumerable<CodeSet> sets) =>
    [
        .. sets.GroupBy(set => string.Join(' ', set.Codes.Select(code => code.ToString()).Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CodeSet(group.First().Codes)
            {
                PtxSizes = group.SelectMany(set => set.PtxSizes).GroupBy(size => size.Key, size => size.Value).ToDictionary(sizes => sizes.Key, sizes => sizes.Sum()),
            }),
    ];
}
