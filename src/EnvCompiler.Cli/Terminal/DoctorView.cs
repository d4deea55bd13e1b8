using EnvCompiler.Cli.Doctor;

namespace EnvCompiler.Cli.Terminal;

/// <summary>The list of <c>envc doctor</c>, a line a check, what to do below, and how many failed at the end.</summary>
internal static class DoctorView
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, IReadOnlyList<CheckResult> results)
    {
        var width = results.Max(result => result.Name.Length);
        foreach (var result in results)
        {
            output.WriteLine($"{Word(result.State),-7}  {result.Name.PadRight(width)}  {result.Message}");
            if (result.Fix is { } fix)
                output.WriteLine($"{"",-7}  {"".PadRight(width)}  fix: {fix}");
        }

        output.WriteLine();
        output.WriteLine(string.Join(", ", Enum.GetValues<CheckState>().Select(state => $"{results.Count(result => result.State == state)} {Word(state)}")));
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Warning => "warning",
        CheckState.Failed => "failed",
        _ => "skipped",
    };
}
