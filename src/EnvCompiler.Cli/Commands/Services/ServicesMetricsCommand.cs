using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services metrics</c>: what the endpoint of <c>options.services.metrics</c> would answer, once.</summary>
public sealed class ServicesMetricsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();

    /// <summary>The command.</summary>
    public ServicesMetricsCommand(CliContext context)
        : base("metrics", "Prints the supervisor's metrics in Prometheus' text format")
    {
        this.context = context;
        Add(directory);
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
                context.UserInterface.Say("no services are running");
                return ExitCodes.Done;
            }

            if (!(await client.MetricsAsync(cancellation)).TryGet(out var metrics, out problems))
                return context.Fail(problems);
            if (metrics.Problem is { } problem)
                context.UserInterface.Say(problem);
            context.UserInterface.Output.Write(metrics.Text);
            return ExitCodes.Done;
        }
    }
}
