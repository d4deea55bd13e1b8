using EnvCompiler.Run.Backends.Serving;
using EnvCompiler.Run.Supervision.Explaining;

namespace EnvCompiler.Cli.Terminal;

/// <summary>How a service would be started: where, when, by which command line, and the source of each value.</summary>
internal static class ServiceExplanationView
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ExplainedService service)
    {
        output.WriteLine($"{service.Service}, in the group {service.Group} for {service.Target}: {service.TargetReason}");
        TextTable.Write(output, [.. Facts(service).Select(fact => (string[])[$"  {fact.Name}", fact.Value])]);
        output.WriteLine();
        output.WriteLine(service.CommandLine is { } line ? CommandLinePrinter.Print(line) : service.Command);
        if (service.Variables.Count > 0)
        {
            output.WriteLine();
            TextTable.Write(output, [["VARIABLE", "VALUE", "ARGUMENT", "SOURCE", "INSTEAD OF"], .. service.Variables.Select(Row)]);
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(ExplainedService service)
    {
        yield return ("generation", $"{service.Generation}");
        if (service.Include is { } include)
            yield return ("include", include);
        if (service.When is { } when)
            yield return ("when", service.NotStarted is { } refusal ? $"{when}: not started here, {refusal}" : $"{when}: holds here");
        if (service.Backend is { } backend)
            yield return ("backend", $"{backend}, by `{service.Command}`");
        if (service.Startup is { } startup)
            yield return ("startup", ProbeText.UntilAnswered(startup));
        yield return ("ready", service.Ready is { } ready ? ProbeText.UntilAnswered(ready) : "as soon as it has started");
        if (service.Warmup is { } warmup)
            yield return ("warmup", ProbeText.Warmup(warmup));
        if (service.Live is { } live)
            yield return ("live", ProbeText.Live(live));
        if (service.Gpus is { } gpus)
            yield return ("gpus", ProbeText.Gpus(gpus));
        if (service.Endpoint is { } endpoint)
            yield return ("endpoint", endpoint);
        if (service.HasHook)
            yield return ("hook", "`hook.on-activate` runs before it and may change variables; it has not run for this");
        foreach (var secret in service.MissingSecrets)
            yield return ("secret", $"`{secret}` has no value");
        foreach (var problem in service.Problems)
            yield return ("problem", problem);
    }

    private static string[] Row(ExplainedVariable variable) =>
    [
        variable.Name,
        variable.NeedsShell ? $"{variable.Value} (expanded by bash)" : variable.Value,
        variable.Arguments.Count > 0 ? CommandLinePrinter.Print(variable.Arguments) : variable.ExportedAs is { } name ? $"as {name}" : "-",
        variable.Include is { } include ? $"{Text(variable.Source)} of {include}" : Text(variable.Source),
        variable.Instead.Count == 0 ? "-" : string.Join(", ", variable.Instead.Select(value => $"{value.Text} ({Text(value.Source)})")),
    ];

    private static string Text(VariableSource source) => source switch
    {
        VariableSource.BackendDefault => "backend's default",
        VariableSource.VarsDefault => "[vars] default",
        VariableSource.Settings => "settings",
        VariableSource.Caller => "caller",
        VariableSource.Vars => "[vars]",
        VariableSource.Secret => "secret of [vars]",
        VariableSource.Model => "model",
        VariableSource.ServiceVars => "service's vars",
        VariableSource.ResolveModel => "resolve-model",
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };
}
