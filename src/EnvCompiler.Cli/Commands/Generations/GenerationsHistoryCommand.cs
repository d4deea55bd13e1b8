using System.CommandLine;
using System.Text.Json;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Cli.Commands.Generations;

/// <summary><c>envc generations history</c>.</summary>
public sealed class GenerationsHistoryCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, oldest first" };

    /// <summary>The command.</summary>
    public GenerationsHistoryCommand(CliContext context)
        : base("history", "Shows what became live when, and by whom, newest first")
    {
        this.context = context;
        Add(directory);
        Add(json);
        SetAction((parsed, _) => Task.FromResult(Execute(parsed)));
    }

    private int Execute(ParseResult parsed)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var entries = new GenerationHistory(layout).Read();
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. entries], CliJson.Default.HistoryEntryArray));
        else if (entries.Count == 0)
            return context.Fail([CommandLineDiagnostics.NotBuilt(layout.Directory)]);
        else
            TextTable.Write(context.UserInterface.Output, [["TIME", "KIND", "GENERATION", "BEFORE", "BY", "COMMAND"], .. entries.Reverse().Select(Row)]);
        return ExitCodes.Done;
    }

    private static string[] Row(HistoryEntry entry) =>
    [
        TimeText.Local(entry.Time), entry.Kind, $"{entry.Generation}", entry.Parent is { } parent ? $"{parent}" : "-", $"{entry.Author}@{entry.Host}", string.Join(' ', entry.Command),
    ];
}
