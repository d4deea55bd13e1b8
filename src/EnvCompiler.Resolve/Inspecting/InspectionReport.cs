namespace EnvCompiler.Resolve.Inspecting;

/// <summary>What is told of one file, or of all files of a directory or package that concern GPUs.</summary>
/// <param name="Subject">Its path as it was asked for, or the package's id.</param>
/// <param name="Files">Ordered by path.</param>
/// <param name="Gpus">Where all of them run together: the weakest decides.</param>
public sealed record InspectionReport(string Subject, IReadOnlyList<FileReport> Files, GpuSummary Gpus);
