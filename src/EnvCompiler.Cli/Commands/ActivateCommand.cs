using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Shells;
using EnvCompiler.Run.Activation.Starts;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc activate [-s] [-c STR | -- CMD…]</c>: a command, a shell, or a script to evaluate, in the environment.</summary>
public sealed class ActivateCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<string?> remote = new("--remote", "-r") { HelpName = "REF", Description = "An environment of a registry or layout directory, kept in your data and brought up to date; `REF:N` is generation N as it is" };
    private readonly Option<bool> trust = new("--trust") { Description = "With `-r`: run it without asking, this once" };
    private readonly Option<bool> plainHttp = PlainHttpOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<string?> line = new("--command", "-c") { Description = "Run a line of bash in the root, after the profile", HelpName = "LINE" };
    private readonly Option<bool> services = new("--start-services", "-s") { Description = "Start the services first and wait until they are ready" };
    private readonly Option<bool> noServices = new("--no-start-services") { Description = "Do not start services, whatever `services.auto-start` says" };
    private readonly Option<int?> generation = CheckedOption.Generation("This generation as it is, and not the live one; nothing can be changed from inside");
    private readonly Option<bool> pure = new("--pure") { Description = "Only the environment's variables, and those of person and terminal" };
    private readonly Option<bool> enter = new("--enter") { Description = "The shell itself runs inside the root" };
    private readonly Option<bool> print = new("--print-script") { Description = "Print the script to evaluate, on a terminal too" };
    private readonly Option<string?> shell = new("--shell") { Description = "The shell that evaluates the script: bash, zsh, sh, fish, tcsh", HelpName = "NAME" };

    // What sourced scripts call: without a recorded target; to start or attach.
    private readonly Option<bool> prepare = new("--prepare") { Description = "Only make the facts of this host and record its target", Hidden = true };
    private readonly Option<int?> attach = new("--attach") { Description = "Activate for a shell and print what it is to set", Hidden = true };

    /// <summary>The command.</summary>
    public ActivateCommand(CliContext context)
        : base("activate", "Runs a command (`-- CMD`, `-c LINE`) or your shell in the environment; builds first where that is needed")
    {
        this.context = context;
        foreach (var option in (Option[])[directory, remote, trust, plainHttp, noWait, services, noServices, line, pure, enter, print, shell, prepare, attach, generation])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(remote) is not null && (result.GetValue(directory) is not null || result.GetResult(generation) is not null))
                result.AddError("`-r` excludes `-d` and `-g`: `-r REF:N` is generation N");
            if (result.GetValue(remote) is null && (result.GetValue(trust) || result.GetValue(plainHttp)))
                result.AddError("`--trust` and `--plain-http` go with `-r`");
            if (result.GetValue(services) && result.GetValue(noServices))
                result.AddError("`--start-services` and `--no-start-services` exclude each other");
            if (context.CommandTail is not null && result.GetValue(line) is not null)
                result.AddError("`-c` and `--` exclude each other");
            if (context.CommandTail is [])
                result.AddError("a command is missing after `--`");
            if (result.GetValue(shell) is { } name && UserShell.KindOf(name) is ShellKind.Other)
                result.AddError($"`--shell` knows bash, zsh, sh, fish and tcsh, not `{name}`");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.FailureCode = ExitCodes.ActivationFailed;
        context.NoWait = parsed.GetValue(noWait);
        if (!(await FindAsync(parsed, cancellation)).TryGet(out var found, out var problems))
            return context.Fail(problems);
        var (layout, pinned) = found;
        var caller = parsed.GetValue(pure) ? CallerVariables.ReadPure() : CallerVariables.Read();
        var preparer = new ActivationPreparer(context, layout) { Caller = caller };
        if (!(await preparer.PrepareHostAsync(pinned, cancellation)).TryGet(out var prepared, out problems))
            return context.Fail(problems);
        if (parsed.GetValue(prepare))
            return ExitCodes.Done;
        var isShell = context.CommandTail is null && parsed.GetValue(line) is null;
        // What a sourced generation asks for is of that generation, and not pinned to it.
        var attaches = parsed.GetValue(attach) is not null;
        prepared = prepared with { IsPinned = pinned is not null && !attaches };
        if (isShell && !attaches && !parsed.GetValue(enter) && (parsed.GetValue(print) || Console.IsOutputRedirected))
            return PrintScript(parsed, prepared);
        if (isShell && !attaches && !parsed.GetValue(enter) && prepared.IsActiveIn(caller))
            return context.Fail([ActivationDiagnostics.AlreadyActive(prepared.Name)]);

        var user = parsed.GetValue(attach) is { } pid ? new ActivationUser(pid, InPlace: true) : ActivationUser.Self;
        if (!(await preparer.ActivateAsync(prepared, user, cancellation)).TryGet(out var activation, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        if (attaches)
        {
            context.UserInterface.Output.Write(InPlaceScript.Changes(activation, ShellOf(parsed, caller), caller, user));
            return ExitCodes.Done;
        }

        if (WantsServices(parsed, activation))
        {
            var started = await new ServiceStarter(context, layout).JoinAndStartAsync(activation, cancellation);
            if (!started.TryGet(out _, out problems))
                return context.Fail(problems);
        }

        return Become(activation, parsed);
    }

    private async Task<Result<(EnvironmentLayout Layout, int? Generation)>> FindAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!ReferenceArgument.Read(parsed.GetValue(remote)).TryGet(out var reference, out var problems))
            return Result<(EnvironmentLayout, int?)>.Failure(problems);
        if (reference is not null)
            return await new RemoteEnvironment(context, reference).OpenAsync(parsed.GetValue(trust), parsed.GetValue(plainHttp), cancellation);
        return EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out problems)
            ? (layout, parsed.GetValue(generation))
            : Result<(EnvironmentLayout, int?)>.Failure(problems);
    }

    // `eval "$(envc activate)"`: the caller's own shell sets the variables, so only this host's facts are made here.
    private int PrintScript(ParseResult parsed, PreparedActivation prepared)
    {
        if (WantsServices(parsed, prepared))
            return context.Fail([CommandLineDiagnostics.ServicesNeedProcess()]);
        if (parsed.GetValue(pure))
            return context.Fail([CommandLineDiagnostics.PureNeedsProcess()]);
        if (prepared.IsPinned)
            return context.Fail([CommandLineDiagnostics.PinNeedsProcess(prepared.Generation.Number)]);
        var program = Path.Combine(prepared.Host.EnvcDirectory, "envc");
        context.UserInterface.Output.Write(InPlaceScript.Source(prepared, ShellOf(parsed, prepared.Variables), program));
        return ExitCodes.Done;
    }

    private ShellKind ShellOf(ParseResult parsed, IReadOnlyDictionary<string, string> caller) =>
        parsed.GetValue(shell) is { } name ? UserShell.KindOf(name) : UserShell.Evaluating(caller);

    private bool WantsServices(ParseResult parsed, PreparedActivation activation) =>
        parsed.GetValue(services) || (!parsed.GetValue(noServices) && activation.Spec is { AutoStart: true, Services: true });

    // The process becomes the command or the shell: same pid, terminal and signals. It returns only when that fails.
    private int Become(PreparedActivation activation, ParseResult parsed)
    {
        var runner = new ActivationRunner(activation, context.Files);
        var own = !parsed.GetValue(pure);
        if (context.CommandTail is null && parsed.GetValue(line) is null && !parsed.GetValue(enter))
        {
            var person = UserShell.ToStart(activation.Variables);
            if (person.Limit is { } limit)
                context.UserInterface.Report(limit);
            context.UserInterface.Say(
                $"envc: `{activation.Name}`, generation {activation.Generation.Number}, for {activation.Choice.Target}: {activation.Choice.Reason}");
            runner.RunShell(person, own);
        }

        if (activation.Choice.IsAmongAccelerators && (context.CommandTail is not null || parsed.GetValue(line) is not null))
            context.UserInterface.Say($"envc: for {activation.Choice.Target}: {activation.Choice.Reason}");
        var problem = context.CommandTail is { } command ? runner.RunCommand(command)
            : parsed.GetValue(line) is { } bashLine ? runner.RunLine(bashLine)
            : runner.RunShellInside(own);
        context.UserInterface.Report(problem);
        return ActivationRunner.ExitCodeOf(problem);
    }
}
