using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc upgrade [NAME…]</c>: locks better versions.</summary>
public sealed class UpgradeCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Argument<string[]> names = new("NAME") { Arity = ArgumentArity.ZeroOrMore, Description = "Install ids and groups (default: everything)" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Print what would change; write nothing" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a package" };

    /// <summary>The command.</summary>
    public UpgradeCommand(CliContext context)
        : base("upgrade", "Locks better versions of what is named, and moves nothing else but what must move with it")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(names);
        Add(dryRun);
        Add(json);
        Add(offline);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var upgrading = new EnvironmentPipeline(context, layout).UpgradeAsync(parsed.GetValue(names)!, parsed.GetValue(dryRun), cancellation);
        if (!(await upgrading).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        LockChangesView.Write(context.UserInterface.Output, environment.Changes, parsed.GetValue(json));
        context.UserInterface.Say(environment.Changes.Count == 0 ? "nothing to upgrade" : LockChangesView.Count(environment.Changes));
        if (environment.Changes.Count > 0 && !parsed.GetValue(dryRun))
            await RunningServices.SayUntouchedAsync(context, layout, cancellation);
        return ExitCodes.Done;
    }
}
