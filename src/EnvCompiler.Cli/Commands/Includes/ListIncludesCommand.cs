using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Commands.Includes;

/// <summary><c>envc include list</c>. Touches no network.</summary>
public sealed class ListIncludesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array" };

    /// <summary>The command.</summary>
    public ListIncludesCommand(CliContext context)
        : base("list", "Lists the included environments as they are locked: what each brings, and what of it is overridden or removed")
    {
        this.context = context;
        Add(directory);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).LockAsync(checkOnly: true, cancellation)).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var listed = environment.Source.IncludeRequests.Zip(environment.Lock.Include ?? [], (request, pin) => ListedInclude.Of(request, pin, environment.Source)).ToArray();
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(listed, CliJson.Default.ListedIncludeArray));
        else
            IncludesView.Write(context.UserInterface.Output, listed);
        return ExitCodes.Done;
    }
}
