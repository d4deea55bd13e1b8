using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services start [NAME…]</c>.</summary>
public sealed class StartServicesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();
    private readonly Option<bool> detach = new("--detach") { Description = "Run on after the last activation, until `envc services stop`" };

    /// <summary>The command.</summary>
    public StartServicesCommand(CliContext context)
        : base("start", "Starts services and waits until they are ready")
    {
        this.context = context;
        Add(directory);
        Add(names);
        Add(detach);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (HookRunner.IsInside(CallerVariables.Read(), layout.Directory))
            return context.Fail([ActivationDiagnostics.InsideHook("start services")]);
        if (!(await RunningServices.LiveAsync(layout, cancellation)).TryGet(out var before, out problems))
            return context.Fail(problems);
        var starter = new ServiceStarter(context, layout);
        var started = await starter.StartAsync(
            ServicesCommand.NullWhenEmpty(parsed.GetValue(names)), parsed.GetValue(detach), cancellation);
        if (!started.TryGet(out var services, out problems))
            return context.Fail(problems);
        foreach (var service in services.Where(service => before.Any(old => old.Name == service.Name && old.Pid is not null && old.Instance == service.Instance)))
            context.UserInterface.Say($"`{service.Name}` was running already, with generation {service.Generation}");
        ServiceTable.Write(context.UserInterface.Error, services, context.Time.GetUtcNow());
        return ExitCodes.Done;
    }
}
