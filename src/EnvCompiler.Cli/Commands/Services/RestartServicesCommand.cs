using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services restart [--warm] [NAME…]</c>.</summary>
public sealed class RestartServicesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();

    private readonly Option<bool> warm = new("--warm") { Description = "Make the new instance ready on another port before the old one ends" };

    /// <summary>The command.</summary>
    public RestartServicesCommand(CliContext context)
        : base("restart", "Stops services that run, starts them and waits until they are ready")
    {
        this.context = context;
        Add(directory);
        Add(names);
        Add(warm);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (HookRunner.IsInside(CallerVariables.Read(), layout.Directory))
            return context.Fail([ActivationDiagnostics.InsideHook("restart services")]);
        var starter = new ServiceStarter(context, layout);
        var restarted = await starter.RestartAsync(ServicesCommand.NullWhenEmpty(parsed.GetValue(names)), parsed.GetValue(warm), cancellation);
        if (!restarted.TryGet(out var services, out problems))
            return context.Fail(problems);
        ServiceTable.Write(context.UserInterface.Error, services, context.Time.GetUtcNow());
        return ExitCodes.Done;
    }
}
