using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services status [NAME…] [--json]</c>.</summary>
public sealed class ServicesStatusCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array" };

    /// <summary>The command.</summary>
    public ServicesStatusCommand(CliContext context)
        : base("status", "Shows what the services are doing")
    {
        this.context = context;
        Add(directory);
        Add(names);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await RunningServices.StatusAsync(layout, ServicesCommand.NullWhenEmpty(parsed.GetValue(names)), cancellation))
                .TryGet(out var services, out problems))
            return context.Fail(problems);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. services], CliJson.Default.ServiceStatusArray));
        else
            ServiceTable.Write(context.UserInterface.Output, services, context.Time.GetUtcNow());
        return ExitCodes.Done;
    }
}
