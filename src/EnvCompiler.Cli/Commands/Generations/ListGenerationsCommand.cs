using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Commands.Generations;

/// <summary><c>envc generations list</c>.</summary>
public sealed class ListGenerationsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a generation, oldest first" };

    /// <summary>The command.</summary>
    public ListGenerationsCommand(CliContext context)
        : base("list", "Lists the generations as a tree, newest first; `●` is live")
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
        var listed = Read(layout);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(listed, CliJson.Default.ListedGenerationArray));
        else if (listed.Length == 0)
            return context.Fail([CommandLineDiagnostics.NotBuilt(layout.Directory)]);
        else
            Write(listed);
        return ExitCodes.Done;
    }

    private static ListedGeneration[] Read(EnvironmentLayout layout)
    {
        var (live, present) = (GenerationNumbers.Live(layout), GenerationNumbers.All(layout).ToHashSet());
        // The first entry of a number is how it came; the others are switches to it.
        return
        [
            .. new GenerationHistory(layout).Read().DistinctBy(entry => entry.Generation).OrderBy(entry => entry.Generation).Select(entry => new ListedGeneration
            {
                Generation = entry.Generation,
                Parent = entry.Parent,
                Live = entry.Generation == live,
                Present = present.Contains(entry.Generation),
                Kind = entry.Kind,
                Time = entry.Time,
                Author = entry.Author,
                Host = entry.Host,
                Command = entry.Command,
                Digest = entry.Digest,
            }),
        ];
    }

    private void Write(ListedGeneration[] listed)
    {
        var rows = new List<string[]> { (string[])["GENERATION", "TIME", "BY", "KIND", "COMMAND"] };
        foreach (var line in GenerationTree.Draw(listed))
        {
            rows.Add(line.Generation is { } generation
                ? [$"{line.Lanes} {generation.Generation}", TimeText.Local(generation.Time), $"{generation.Author}@{generation.Host}", generation.Present ? generation.Kind : "removed", string.Join(' ', generation.Command)]
                : [line.Lanes, "", "", "", ""]);
        }

        TextTable.Write(context.UserInterface.Output, rows);
    }
}
