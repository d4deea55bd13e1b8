using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services stop [NAME…]</c>.</summary>
public sealed class StopServicesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();

    /// <summary>The command.</summary>
    public StopServicesCommand(CliContext context)
        : base("stop", "Stops services and waits until nothing of them is left")
    {
        this.context = context;
        Add(directory);
        Add(names);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await RunningServices.ConnectAsync(layout, cancellation)).TryGet(out var client, out problems))
            return context.Fail(problems);
        using (client)
        {
            if (client is null)
            {
                // A supervisor that was killed may have left services behind.
                var ended = await SupervisorClient.EndLeftoversAsync(RunningServices.Layout(layout), cancellation);
                if (!ended.TryGet(out var count, out problems))
                    return context.Fail(problems);
                context.UserInterface.Say(count == 0 ? "no services are running" : "ended the services that a killed supervisor had left");
                return ExitCodes.Done;
            }

            var stopped = await client.StopAsync(ServicesCommand.NullWhenEmpty(parsed.GetValue(names)), cancellation);
            return stopped.TryGet(out _, out problems) ? ExitCodes.Done : context.Fail(problems);
        }
    }
}
