using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Network;
using EnvCompiler.Store.Surveying;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc scripts</c>: what is known of the locked packages' maintainer scripts, before anything is built.</summary>
public sealed class ScriptsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array of all packages, with the effects of their scripts" };

    /// <summary>The command.</summary>
    public ScriptsCommand(CliContext context)
        : base("scripts", "Reports what is known of the locked packages' maintainer scripts")
    {
        this.context = context;
        Add(directory);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).LockAsync(checkOnly: true, cancellation)).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var sources = DebianMirrors.OfThisHost().ForArtifacts(environment.Source.Manifest, environment.Lock);
        var survey = new ScriptSurvey(context.Store, context.Files, context.Http, context.Time);
        var result = await survey.SurveyAsync(environment.Lock.Packages.Values, sources, cancellation);
        context.UserInterface.Report(result.Diagnostics);
        var packages = result.Value;
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(packages, CliJson.Default.IReadOnlyListSurveyedPackage));
        else
            TextTable.Write(context.UserInterface.Output, [["PACKAGE", "SCRIPTS", "EFFECTS"], .. packages.Where(HasScripts).Select(Row)]);
        context.UserInterface.Say($"scripts: {Summary(packages)}");
        return ExitCodes.Done;
    }

    private static bool HasScripts(SurveyedPackage package) => package.Verdict != ScriptVerdict.None;

    private static string[] Row(SurveyedPackage package) => [package.Id, $"{package.Verdict}".ToLowerInvariant(), $"{package.Effects.Count}"];

    private static string Summary(IReadOnlyList<SurveyedPackage> packages)
    {
        int Count(ScriptVerdict verdict) => packages.Count(package => package.Verdict == verdict);
        return $"{packages.Count} packages, {packages.Count(HasScripts)} with scripts: {Count(ScriptVerdict.Parsed)} parsed, "
            + $"{Count(ScriptVerdict.Reviewed)} reviewed, {Count(ScriptVerdict.Unknown)} unknown, {Count(ScriptVerdict.Unread)} unread";
    }
}
