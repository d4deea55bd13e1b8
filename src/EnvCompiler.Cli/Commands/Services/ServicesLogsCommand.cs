using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services logs [NAME…] [-f] [-n N]</c>: reads the files, so it works after the services have ended too.</summary>
public sealed class ServicesLogsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Go on printing what is added while the services run" };
    private readonly Option<int> lines = new("--lines", "-n")
    {
        Description = "How many last lines of each service (default: all)",
        DefaultValueFactory = _ => int.MaxValue,
        HelpName = "N",
    };

    /// <summary>The command.</summary>
    public ServicesLogsCommand(CliContext context)
        : base("logs", "Prints the logs of services")
    {
        this.context = context;
        Add(directory);
        Add(names);
        Add(follow);
        Add(lines);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !RunningServices.Known(layout, ServicesCommand.NullWhenEmpty(parsed.GetValue(names))).TryGet(out var known, out problems))
            return context.Fail(problems);
        var run = RunningServices.Layout(layout);
        await ServiceLogReader.WriteAsync(
            known.ToDictionary(name => name, layout.ServiceLog, StringComparer.Ordinal),
            parsed.GetValue(lines),
            parsed.GetValue(follow) ? () => File.Exists(run.Socket) : null,
            context.UserInterface.Output,
            context.Time,
            cancellation);
        return ExitCodes.Done;
    }
}
