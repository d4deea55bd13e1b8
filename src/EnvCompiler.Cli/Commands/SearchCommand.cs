using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc search WORD…</c>.</summary>
public sealed class SearchCommand : Command
{
    private const int DefaultLimit = 20;

    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Argument<string[]> words = new("WORD") { Arity = ArgumentArity.OneOrMore, Description = "Words of a package's name or synopsis" };
    private readonly Option<int?> limit = CheckedOption.Number("--limit", 1, int.MaxValue, $"Print so many at most (default: {DefaultLimit})", "-n");
    private readonly Option<bool> all = new("--all", "-a") { Description = "Print all" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array" };

    /// <summary>The command.</summary>
    public SearchCommand(CliContext context)
        : base("search", "Looks for packages in the catalogs of the environment, or in the default ones")
    {
        this.context = context;
        Add(directory);
        Add(words);
        Add(limit);
        Add(all);
        Add(json);
        Add(offline);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        var wanted = parsed.GetValue(words)!;
        var opening = new CatalogBrowser(context).OpenAsync(parsed.GetValue(directory), cancellation);
        if (!(await opening).TryGet(out var packages, out var problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var found = packages.Search(wanted);
        if (found.Count == 0)
            return context.Fail([CommandLineDiagnostics.NothingFound(string.Join(' ', wanted), packages.NamesNear(wanted[0]))]);
        var shown = parsed.GetValue(all) ? found : [.. found.Take(parsed.GetValue(limit) ?? DefaultLimit)];
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. shown], CliJson.Default.FoundPackageArray));
        else
            TextTable.Write(context.UserInterface.Output, [["NAME", "VERSION", "SUITE", ""], .. shown.Select(each => new[] { each.Name, each.Version, each.Suite, each.Description })]);
        if (shown.Count < found.Count)
            context.UserInterface.Say($"{found.Count - shown.Count} more: `--all` prints them");
        return ExitCodes.Done;
    }
}
