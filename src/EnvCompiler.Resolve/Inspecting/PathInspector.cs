using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Inspects a file, or every file of a directory.</summary>
public static class PathInspector
{
    // Links are passed over: what they lead to is in the directory itself, or none of its business.
    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Reads what is there.</summary>
    /// <param name="path">A file or directory that exists.</param>
    /// <param name="shown">Its path for messages and the report.</param>
    /// <returns>
    /// The report. Of a directory, a file that cannot be read is an error and undecided; the others are in the report all the same.
    /// </returns>
    public static Result<InspectionReport> Inspect(string path, string shown)
    {
        if (Directory.Exists(path))
            return InspectDirectory(path, shown);
        return BinaryInspector.Inspect(path, shown).TryGet(out var file, out var problems)
            ? Result<InspectionReport>.Success(Report(shown, [file], []), problems)
            : Result<InspectionReport>.Failure(problems);
    }

    /// <summary>Reads every file of a directory.</summary>
    /// <param name="directory">A directory that exists.</param>
    /// <returns>The binaries and what cannot be read of each file by its path relative to the directory, in the order of paths.</returns>
    public static IEnumerable<(string Path, Result<InspectedFile> File)> ReadAll(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", s_everything).Where(path => FileOwner.Of(path).IsRegularFile).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(directory, path);
            yield return (name, BinaryInspector.Inspect(path, name));
        }
    }

    private static Result<InspectionReport> InspectDirectory(string directory, string shown)
    {
        var files = new List<InspectedFile>();
        var undecided = new List<string>();
        var diagnostics = new List<Diagnostic>();
        foreach (var (name, result) in ReadAll(directory))
        {
            diagnostics.AddRange(result.Diagnostics);
            if (!result.TryGet(out var file))
                undecided.Add($"`{name}`, which cannot be read");
            else if (file.ConcernsGpus)
                files.Add(file);
        }

        return Result<InspectionReport>.Success(Report(shown, files, undecided), diagnostics);
    }

    private static InspectionReport Report(string subject, IReadOnlyList<InspectedFile> files, IEnumerable<string> undecided)
    {
        var verdicts = files.Select(GpuVerdicts.Of).ToArray();
        return new InspectionReport(
            subject,
            [.. files.Zip(verdicts, Report)],
            GpuSummary.Of(GpuVerdicts.Combine(verdicts), [.. undecided, .. files.SelectMany(file => file.Undecided.Select(what => $"{what} (`{file.Path}`)"))]));
    }

    private static FileReport Report(InspectedFile file, IReadOnlyList<GpuVerdict> verdicts) => new()
    {
        Path = file.Path,
        Size = file.Size,
        Fatbins = file.Fatbins.Count(fatbin => fatbin.Counts),
        Codes = CodeCount.Of(file),
        CudaLibraries = file.CudaLibraries,
        CpuLevel = file.CpuLevel?.Name,
        Gpus = GpuSummary.Of(verdicts, file.Undecided),
    };
}
