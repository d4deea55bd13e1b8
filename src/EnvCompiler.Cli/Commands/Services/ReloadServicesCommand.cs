using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services reload</c>.</summary>
public sealed class ReloadServicesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();

    /// <summary>The command.</summary>
    public ReloadServicesCommand(CliContext context)
        : base("reload", "Restarts running services whose definition has changed, and ends those that are gone")
    {
        this.context = context;
        Add(directory);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (HookRunner.IsInside(CallerVariables.Read(), layout.Directory))
            return context.Fail([ActivationDiagnostics.InsideHook("reload services")]);
        if (!(await new ServiceStarter(context, layout).ReloadAsync(cancellation)).TryGet(out var services, out problems))
            return context.Fail(problems);
        ServiceTable.Write(context.UserInterface.Error, services, context.Time.GetUtcNow());
        return ExitCodes.Done;
    }
}
