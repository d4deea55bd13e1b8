using System.CommandLine;
using System.CommandLine.Parsing;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc lock</c>: manifest to lock.</summary>
public sealed class LockCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Option<bool> check = new("--check") { Description = "Fail when the lock does not fit the manifest; write nothing" };
    private readonly Option<string[]> upgrade = new("--upgrade")
    {
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
        HelpName = "NAME",
        Description = "Let these install ids and groups (default: everything) move to better versions",
    };

    /// <summary>The command.</summary>
    public LockCommand(CliContext context)
        : base("lock", "Resolves the manifest into manifest.lock; does nothing when the lock fits")
    {
        this.context = context;
        Add(directory);
        Add(check);
        Add(offline);
        Add(upgrade);
        Validators.Add(Validate);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var pipeline = new EnvironmentPipeline(context, layout);
        var locking = parsed.GetResult(upgrade) is null
            ? pipeline.LockAsync(parsed.GetValue(check), cancellation)
            : pipeline.UpgradeAsync(parsed.GetValue(upgrade)!, isDryRun: false, cancellation);
        if (!(await locking).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var changes = environment.Changes.Count == 0 || environment.IsFirst ? "" : $" ({LockChangesView.Count(environment.Changes)})";
        context.UserInterface.Say($"locked {environment.Lock.Packages.Count} packages for {string.Join(", ", environment.Lock.Targets.Keys)}{changes}");
        return ExitCodes.Done;
    }

    private void Validate(CommandResult result)
    {
        if (result.GetResult(upgrade) is not null && result.GetValue(check))
            result.AddError("`--check` writes nothing, so `--upgrade` cannot go with it");
    }
}
