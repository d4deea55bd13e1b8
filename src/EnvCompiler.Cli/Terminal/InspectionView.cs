using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Cli.Terminal;

/// <summary>What binaries hold, in tables: codes, what else they need, and where they run.</summary>
internal static class InspectionView
{
    /// <summary>Writes one report.</summary>
    public static void Write(TextWriter output, InspectionReport report)
    {
        output.WriteLine(report.Subject);
        var coded = report.Files.Where(file => file.Codes.Count > 0).ToArray();
        if (coded.Length > 0)
        {
            output.WriteLine();
            TextTable.Write(output, [["FILE", "CODE", "COUNT", "PACKED", "SIZE", "UNPACKED"], .. coded.SelectMany(file => file.Codes.Select(code => Row(file, code)))]);
        }

        if (report.Files.Count > 0)
        {
            output.WriteLine();
            TextTable.Write(output, [["FILE", "CUDA LIBRARIES", "CPU LEVEL"], .. report.Files.Select(file => (string[])[file.Path, List(file.CudaLibraries), file.CpuLevel ?? "not stated"])]);
        }

        if (coded.Length > 1)
        {
            output.WriteLine();
            TextTable.Write(output, [["FILE", "RUNS ON", "AFTER JIT"], .. coded.Select(file => (string[])[file.Path, List(file.Gpus.RunsOn), List(file.Gpus.AfterJit.Select(jit => jit.Sm))])]);
        }

        output.WriteLine();
        output.WriteLine(
            report.Gpus.IsJudged ? $"runs on: {List(report.Gpus.RunsOn, none: "no SM as it is")}"
            : coded.Length > 0 ? "runs on: its device code does not say"
            : "runs on: there is no device code");
        if (report.Gpus.IsJudged)
            output.WriteLine($"after JIT: {AfterJit(report.Gpus.AfterJit)}");
        output.WriteLine($"undecided: {List(report.Gpus.Undecided, none: "nothing")}");
    }

    private static string[] Row(FileReport file, CodeCount code) =>
    [
        file.Path, code.Relocatable ? $"{code.Code}, relocatable" : code.Code, $"{code.Count}",
        code.Packed == FatbinCompression.None ? "-" : $"{code.Packed}".ToLowerInvariant(), ByteSize.Of(code.Size), ByteSize.Of(code.UnpackedSize),
    ];

    // Few files have PTX of several languages, so one clause is enough for most.
    private static string AfterJit(IReadOnlyList<JitSummary> summaries) => summaries.Count == 0 ? "no other SM" : string.Join("; ", summaries
        .GroupBy(jit => jit.Driver)
        .Select(group => $"{List(group.Select(jit => jit.Sm))} (driver {group.Key} or newer, {Sizes([.. group.Select(jit => jit.PtxSize)])} of PTX)"));

    private static string Sizes(long[] sizes)
    {
        var (least, most) = (ByteSize.Of(sizes.Min()), ByteSize.Of(sizes.Max()));
        return least == most ? least : $"{least} to {most}";
    }

    private static string List(IEnumerable<string> names, string none = "-") => string.Join(", ", names) is { Length: > 0 } list ? list : none;
}
