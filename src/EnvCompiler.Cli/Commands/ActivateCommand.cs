using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Shells;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc activate [-s] [-c STR | -- CMD…]</c>: a command, a shell, or a script to evaluate, in the environment.</summary>
public sealed class ActivateCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<string?> line = new("--command", "-c") { Description = "Run a line of bash in the root", HelpName = "LINE" };
    private readonly Option<bool> services = new("--start-services", "-s") { Description = "Start the services first and wait until they are ready" };
    private readonly Option<bool> noServices = new("--no-start-services") { Description = "Do not start services, whatever `services.auto-start` says" };

    // What a sourced script without a recorded target calls.
    private readonly Option<bool> prepare = new("--prepare") { Description = "Only make the facts of this host and record its target", Hidden = true };

    /// <summary>The command.</summary>
    public ActivateCommand(CliContext context)
        : base("activate", "Runs a command (`-- CMD`, `-c LINE`) or your shell in the environment; builds first where that is needed")
    {
        this.context = context;
        Add(directory);
        Add(services);
        Add(noServices);
        Add(line);
        Add(prepare);
        Validators.Add(result =>
        {
            if (result.GetValue(services) && result.GetValue(noServices))
                result.AddError("`--start-services` and `--no-start-services` exclude each other");
            if (context.CommandTail is not null && result.GetValue(line) is not null)
                result.AddError("`-c` and `--` exclude each other");
            if (context.CommandTail is [])
                result.AddError("a command is missing after `--`");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.FailureCode = ExitCodes.ActivationFailed;
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var preparer = new ActivationPreparer(context, layout);

        // `eval "$(envc activate)"`: the caller's own shell sets the variables, so only this host's facts are made here.
        if (parsed.GetValue(prepare))
            return (await preparer.PrepareHostAsync(cancellation)).TryGet(out _, out problems) ? ExitCodes.Done : context.Fail(problems);
        var evaluated = context.CommandTail is null && parsed.GetValue(line) is null && Console.IsOutputRedirected;
        var preparing = evaluated ? preparer.PrepareHostAsync(cancellation) : preparer.PrepareAsync(cancellation);
        if (!(await preparing).TryGet(out var activation, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);

        if (parsed.GetValue(services) || (!parsed.GetValue(noServices) && activation.Spec is { AutoStart: true, Services: true }))
        {
            if (evaluated)
                return context.Fail([CommandLineDiagnostics.ServicesNeedProcess()]);
            var started = await new ServiceStarter(context, layout).JoinAndStartAsync(activation, cancellation);
            if (!started.TryGet(out _, out problems))
                return context.Fail(problems);
        }
        else if (!evaluated && activation.OnDeactivate is not null
            && !(await new ServiceStarter(context, layout).JoinAsync(activation, cancellation)).TryGet(out _, out problems))
        {
            return context.Fail(problems);
        }

        if (!evaluated)
            return Become(activation, parsed.GetValue(line));
        context.UserInterface.Output.Write(UserShell.EvalScript(activation));
        return ExitCodes.Done;
    }

    // The process becomes the command or the shell: same pid, terminal and signals. It returns only when that fails.
    private int Become(PreparedActivation activation, string? bashLine)
    {
        var runner = new ActivationRunner(activation);
        if (context.CommandTail is null && bashLine is null)
        {
            var shell = UserShell.Of(activation.Variables);
            if (shell.Limit is { } limit)
                context.UserInterface.Report(limit);
            runner.RunShell(shell);
        }

        var problem = bashLine is null ? runner.RunCommand(context.CommandTail!) : runner.RunLine(bashLine);
        context.UserInterface.Report(problem);
        return ActivationRunner.ExitCodeOf(problem);
    }
}
