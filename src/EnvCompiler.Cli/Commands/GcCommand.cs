using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc gc</c>.</summary>
public sealed class GcCommand : Command
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36500);

    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<int?> keep = CheckedOption.Number("--keep", 1, int.MaxValue, "Remove generations first, but for the newest N, the live one and those in use");
    private readonly Option<TimeSpan?> olderThan = new("--older-than")
    {
        HelpName = "AGE",
        Description = "Remove generations first that were last live so long ago, such as `30d` or `12h`",
        CustomParser = ParseAge,
    };

    private readonly Option<bool> all = new("--all") { Description = "Remove generations of all environments that use the store, and not of this one alone" };
    private readonly Option<string[]> forget = new("--forget") { HelpName = "DIR", Description = "An environment, or a directory of units, that cannot be read and shall not count" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Tell what would be removed, with sizes; change nothing" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON object" };

    /// <summary>The command.</summary>
    public GcCommand(CliContext context)
        : base("gc", "Removes from the store what no generation, no lock, no running process and no build needs")
    {
        this.context = context;
        foreach (var option in (Option[])[directory, noWait, keep, olderThan, all, forget, dryRun, json])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(all) && result.GetResult(directory) is not null)
                result.AddError("`--all` and `--dir` exclude each other");
            if ((result.GetValue(all) || result.GetResult(directory) is not null) && result.GetResult(keep) is null && result.GetResult(olderThan) is null)
                result.AddError("which generations to remove is missing: `--keep N` or `--older-than AGE`");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        foreach (var forgotten in parsed.GetValue(forget) ?? [])
        {
            context.KnownEnvironments.Forget(HostPlaces.RealPath(forgotten));
            context.KnownUnits.Forget(HostPlaces.RealPath(forgotten));
        }

        if (!Pruned(parsed).TryGet(out var pruned, out var problems))
            return context.Fail(problems);
        var lastLiveBefore = parsed.GetValue(olderThan) is { } age ? context.Time.GetUtcNow() - age : (DateTimeOffset?)null;
        var collection = new GarbageCollection(context, parsed.GetValue(dryRun));
        if (!(await collection.RunAsync(pruned, parsed.GetValue(keep), lastLiveBefore, cancellation)).TryGet(out var report, out problems))
            return context.Fail(problems);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.GarbageReport));
        else
            GarbageView.Write(context.UserInterface, report);
        return ExitCodes.Done;
    }

    private Result<IReadOnlyList<EnvironmentLayout>> Pruned(ParseResult parsed)
    {
        if (parsed.GetResult(keep) is null && parsed.GetResult(olderThan) is null)
            return Result<IReadOnlyList<EnvironmentLayout>>.Success([]);
        if (parsed.GetValue(all))
        {
            return Result<IReadOnlyList<EnvironmentLayout>>.Success(
                [.. context.KnownEnvironments.All().Where(known => known.Presence == Presence.Present).Select(known => ManifestLocator.LayoutOf(known.Directory))]);
        }

        return EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            ? Result<IReadOnlyList<EnvironmentLayout>>.Success([layout])
            : Result<IReadOnlyList<EnvironmentLayout>>.Failure(problems);
    }

    private static TimeSpan? ParseAge(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < s_longest.TotalDays)
            return TimeSpan.FromDays(days);
        if (Duration.TryParse(text, out var duration))
            return duration;
        argument.AddError($"`{text}` is no age such as `30d` or `12h`");
        return null;
    }
}
