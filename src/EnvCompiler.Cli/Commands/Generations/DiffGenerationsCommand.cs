using System.CommandLine;
using System.Text.Json;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Generations.Comparing;

namespace EnvCompiler.Cli.Commands.Generations;

/// <summary><c>envc generations diff A B</c>.</summary>
public sealed class DiffGenerationsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<int?> from = CheckedArgument.Generation("A", "A generation");
    private readonly Argument<int?> to = CheckedArgument.Generation("B", "Another one (default: the live one)", isOptional: true);
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON object" };

    /// <summary>The command.</summary>
    public DiffGenerationsCommand(CliContext context)
        : base("diff", "Shows what two generations differ in: packages for each target, models, variables, services, generated files")
    {
        this.context = context;
        Add(directory);
        Add(from);
        Add(to);
        Add(json);
        SetAction((parsed, _) => Task.FromResult(Execute(parsed)));
    }

    private int Execute(ParseResult parsed)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if ((parsed.GetValue(to) ?? GenerationNumbers.Live(layout)) is not { } later)
            return context.Fail([CommandLineDiagnostics.NotBuilt(layout.Directory)]);
        var reader = new GenerationReader(layout);
        if (!reader.Read(parsed.GetRequiredValue(from)!.Value).TryGet(out var before, out problems) || !reader.Read(later).TryGet(out var after, out problems))
            return context.Fail(problems);
        var diff = GenerationDiff.Between(before, after);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(diff, CliJson.Default.GenerationDiff));
        else
            GenerationDiffView.Write(context.UserInterface, diff);
        return ExitCodes.Done;
    }
}
