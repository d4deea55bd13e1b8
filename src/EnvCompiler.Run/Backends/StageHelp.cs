using EnvCompiler.Model.Backends;

namespace EnvCompiler.Run.Backends;

/// <summary>What <c>-h</c> prints: flags, then every variable that the stage reads.</summary>
internal static class StageHelp
{
    internal static void Write(TextWriter output, BackendDefinition backend, string stage)
    {
        var rest = stage == "preflight" ? "[-- COMMAND …]" : stage == "resolve-model" ? "" : $"[-- MORE ARGUMENTS OF {backend.Server}]";
        output.WriteLine($"usage: {backend.Name}-{stage} [--print-cmd] [--dry-run] [--check] [--json] [--compat-exit-codes] {rest}".TrimEnd());
        output.WriteLine();
        if (stage is "serve" or "pipeline")
            WriteVariables(output, $"variables of {backend.Server}, in the order of its arguments:", backend.Variables);
        WriteVariables(output, "variables of the pipeline:", PipelineVariables.Of(backend.Prefix));
    }

    private static void WriteVariables(TextWriter output, string title, IReadOnlyList<BackendVariable> variables)
    {
        output.WriteLine(title);
        foreach (var variable in variables)
        {
            var standard = variable.Default is { } text ? $" (default: {text})" : variable.Required ? " (required)" : "";
            output.WriteLine($"  {variable.Name,-34} {Arguments(variable),-26} {variable.Description}{standard}");
        }

        output.WriteLine();
    }

    private static string Arguments(BackendVariable variable) =>
        variable.Flag ?? string.Join(" | ", new[] { variable.On, variable.Off }.Where(list => list is not null).Select(list => string.Join(' ', list!)));
}
