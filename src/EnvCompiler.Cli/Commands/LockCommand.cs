using System.CommandLine;
using System.CommandLine.Parsing;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Including;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc lock</c>: manifest to lock.</summary>
public sealed class LockCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Option<bool> trust = TrustOption.Create();
    private readonly Option<bool> check = new("--check") { Description = "Fail when the lock does not fit the manifest; write nothing" };
    private readonly Option<string[]> upgrade = new("--upgrade")
    {
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
        HelpName = "NAME",
        Description = "Let these install ids and groups (default: everything) move to better versions",
    };
    private readonly Option<string[]> targets = new("--target")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "ACCELERATOR",
        Description = "Lock for these only: `cpu`, `vulkan`, `sm_90`, …; written into the manifest's options.targets",
    };
    private readonly Option<string[]> addedTargets = new("--add-target")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "ACCELERATOR",
        Description = "Lock for these too; what the other targets have stays",
    };

    /// <summary>The command.</summary>
    public LockCommand(CliContext context)
        : base("lock", "Resolves the manifest into manifest.lock; does nothing when the lock fits")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(check);
        Add(offline);
        Add(trust);
        Add(upgrade);
        Add(targets);
        Add(addedTargets);
        Validators.Add(Validate);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        context.Trusts = parsed.GetValue(trust);
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var pipeline = new EnvironmentPipeline(context, layout);
        var locking = IsGiven(parsed, targets) ? pipeline.EditAsync(editor => editor.SetTargets(parsed.GetValue(targets)!, keepsPresent: false), cancellation)
            : IsGiven(parsed, addedTargets) ? pipeline.EditAsync(editor => editor.SetTargets(parsed.GetValue(addedTargets)!, keepsPresent: true), cancellation)
            : parsed.GetResult(upgrade) is null ? pipeline.LockAsync(parsed.GetValue(check), cancellation)
            : pipeline.UpgradeAsync(parsed.GetValue(upgrade)!, isDryRun: false, cancellation);
        if (!(await locking).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var changes = environment.Changes.Count == 0 || environment.IsFirst ? "" : $" ({LockChangesView.Count(environment.Changes)})";
        context.UserInterface.Say($"locked {environment.Lock.Packages.Count} packages for {string.Join(", ", environment.Lock.Targets.Keys)}{changes}");
        IncludesView.SayOverridden(context.UserInterface, environment.Source);
        if (DirectoryIncludes.FindMoved(environment.Lock.Include ?? [], layout.Directory) is { Count: > 0 } moved)
            context.UserInterface.Say($"{string.Join(", ", moved.Select(name => $"`{name}`"))} changed since; `envc include upgrade` takes that over");
        if (changes.Length > 0)
            await RunningServices.SayUntouchedAsync(context, layout, cancellation);
        return ExitCodes.Done;
    }

    private static bool IsGiven(ParseResult parsed, Option<string[]> option) => parsed.GetResult(option) is not null;

    private void Validate(CommandResult result)
    {
        if (result.GetResult(upgrade) is not null && result.GetValue(check))
            result.AddError("`--check` writes nothing, so `--upgrade` cannot go with it");
        var edits = (result.GetResult(targets) is null ? 0 : 1) + (result.GetResult(addedTargets) is null ? 0 : 1);
        if (edits > 1)
            result.AddError("`--target` and `--add-target` cannot go together");
        if (edits > 0 && (result.GetValue(check) || result.GetResult(upgrade) is not null))
            result.AddError("`--target` and `--add-target` edit the manifest, so neither `--check` nor `--upgrade` can go with them");
        foreach (var name in (result.GetValue(targets) ?? []).Concat(result.GetValue(addedTargets) ?? []).Where(name => !Accelerators.Names.Contains(name)))
            result.AddError($"`{name}` is no accelerator: {Accelerators.Hint(name)}");
    }
}
