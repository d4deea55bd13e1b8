using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Including;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Commands.Includes;

/// <summary><c>envc include upgrade [NAME…]</c>.</summary>
public sealed class UpgradeIncludesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Option<bool> trust = TrustOption.Create();
    private readonly Argument<string[]> names = new("NAME") { Arity = ArgumentArity.ZeroOrMore, Description = "Included environments (default: all)" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element an include" };

    /// <summary>The command.</summary>
    public UpgradeIncludesCommand(CliContext context)
        : base("upgrade", "Reads included environments anew and locks; nothing changes where they cannot be locked")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(offline);
        Add(trust);
        Add(names);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        context.Trusts = parsed.GetValue(trust);
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).UpgradeIncludesAsync(parsed.GetValue(names)!, cancellation)).TryGet(out var upgraded, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        IncludesView.SayOverridden(context.UserInterface, upgraded.Environment.Source);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. upgraded.Changes], CliJson.Default.IncludeChangeArray));
        else
            TextTable.Write(context.UserInterface.Output, [["INCLUDE", "FROM", "GENERATION", "CHANGED"], .. upgraded.Changes.Select(Row)]);
        var changes = upgraded.Environment.Changes;
        if (upgraded.Changes.Any(change => change.Changed))
            context.UserInterface.Say(changes.Count == 0 ? "no package changes" : $"packages: {LockChangesView.Count(changes)}; the next `envc activate` builds it");
        if (changes.Count > 0)
            await RunningServices.SayUntouchedAsync(context, layout, cancellation);
        return ExitCodes.Done;
    }

    private static string[] Row(IncludeChange change) =>
        [change.Name, change.From, Generations(change), change.Changed ? "yes" : "no"];

    private static string Generations(IncludeChange change) =>
        change.Generation is not { } now ? "-"
        : change.Before is { } before && before != now ? $"{before} → {now}"
        : $"{now}";
}
