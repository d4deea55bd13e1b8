using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Resolve.Searching;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc show PACKAGE</c>.</summary>
public sealed class ShowCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Argument<string> name = new("PACKAGE") { Description = "A package's name" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a version" };

    /// <summary>The command.</summary>
    public ShowCommand(CliContext context)
        : base("show", "Shows a package: its versions in every suite, what it needs and provides")
    {
        this.context = context;
        Add(directory);
        Add(name);
        Add(json);
        Add(offline);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        var wanted = parsed.GetValue(name)!;
        var opening = new CatalogBrowser(context).OpenAsync(parsed.GetValue(directory), cancellation);
        if (!(await opening).TryGet(out var packages, out var problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var versions = packages.Versions(wanted);
        if (versions.Count == 0)
        {
            return packages.ProvidersOf(wanted) is { Count: > 0 } providers
                ? context.Fail([CommandLineDiagnostics.OnlyProvided(wanted, providers)])
                : context.Fail([CommandLineDiagnostics.NothingFound(wanted, packages.NamesNear(wanted))]);
        }

        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. versions], CliJson.Default.FoundPackageArray));
        else
            Write(context.UserInterface.Output, versions);
        return ExitCodes.Done;
    }

    private static void Write(TextWriter output, IReadOnlyList<FoundPackage> versions)
    {
        var preferred = versions[0];
        output.WriteLine($"{preferred.Name}: {preferred.Description}");
        output.WriteLine();
        TextTable.Write(output,
        [
            ["VERSION", "SUITE", "CATALOG", "SECTION", "ARCHITECTURE", "DOWNLOAD"],
            .. versions.Select(each => new[] { each.Version, each.Suite, each.Catalog, each.Section, each.Architecture, ByteSize.Of(each.Size) }),
        ]);
        WriteRelations(output, "needs", preferred.Depends);
        WriteRelations(output, "provides", preferred.Provides);
        WriteRelations(output, "conflicts with", preferred.Conflicts);
    }

    private static void WriteRelations(TextWriter output, string title, IReadOnlyList<string> relations)
    {
        if (relations.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine($"{title}:");
        foreach (var relation in relations)
            output.WriteLine($"  {relation}");
    }
}
