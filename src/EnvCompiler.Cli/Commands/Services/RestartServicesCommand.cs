using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services restart [NAME…]</c>.</summary>
public sealed class RestartServicesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();

    /// <summary>The command.</summary>
    public RestartServicesCommand(CliContext context)
        : base("restart", "Stops services that run, starts them and waits until they are ready")
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
                return context.Fail([CommandLineDiagnostics.NothingRuns()]);
            var restarted = await client.RestartAsync(ServicesCommand.NullWhenEmpty(parsed.GetValue(names)), activation: null, cancellation);
            if (!restarted.TryGet(out var services, out problems))
                return context.Fail(problems);
            ServiceTable.Write(context.UserInterface.Error, services, context.Time.GetUtcNow());
            return ExitCodes.Done;
        }
    }
}
