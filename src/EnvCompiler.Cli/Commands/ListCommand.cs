using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc list</c>: what is locked. Touches no network.</summary>
public sealed class ListCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> all = new("--all", "-a") { Description = "The whole closure, not only what [install] asks for" };
    private readonly Option<bool> alternatives = new("--alternatives") { Description = "What stands behind generic names (awk, libblas.so.3), and what else could" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array" };

    /// <summary>The command.</summary>
    public ListCommand(CliContext context)
        : base("list", "Lists the packages of the lock")
    {
        this.context = context;
        Add(directory);
        Add(all);
        Add(alternatives);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).LockAsync(checkOnly: true, cancellation)).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        if (parsed.GetValue(alternatives))
            return WriteAlternatives(layout.Directory, environment.Lock, parsed.GetValue(json));
        var packages = Packages(environment).Where(package => package.InstallId is not null || parsed.GetValue(all)).ToArray();
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(packages, CliJson.Default.ListedPackageArray));
        else
            Write(packages, hasIncludes: environment.Lock.Include is not null);
        return ExitCodes.Done;
    }

    private static IEnumerable<ListedPackage> Packages(LockedEnvironment environment) =>
        from target in environment.Lock.Targets
        from @group in target.Value.Groups
        let asked = @group.Value.Install.ToLookup(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal)
        from id in @group.Value.Packages
        from installId in asked[id].Cast<string?>().DefaultIfEmpty()
        let package = environment.Lock.Packages[id]
        select new ListedPackage
        {
            InstallId = installId,
            Include = installId is null ? null : environment.Source.IncludeOf("install", installId),
            Package = package.Name,
            Version = package.Version,
            Build = package.Build?.Name,
            Suite = package.Suite,
            Group = @group.Key,
            Target = target.Key,
            Size = package.Size,
        };

    private int WriteAlternatives(string place, Lock locked, bool asJson)
    {
        var roots = (
            from target in locked.Targets
            from @group in target.Value.Groups
            let known = RootReader.Alternatives(context.Store, RootId.Of(locked, @group.Value))
            where known is not null
            select (Target: target.Key, Group: @group.Key, Alternatives: known)).ToArray();
        if (roots.Length == 0)
            return context.Fail([CommandLineDiagnostics.NotBuilt(place)]);
        ListedAlternative[] listed =
        [
            .. from root in roots
            from alternative in root.Alternatives
            select new ListedAlternative
            {
                Name = alternative.Key, Path = alternative.Value.Path, Choices = alternative.Value.Choices, Group = root.Group, Target = root.Target,
            },
        ];
        if (asJson)
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(listed, CliJson.Default.ListedAlternativeArray));
        else
            TextTable.Write(context.UserInterface.Output, [["NAME", "IS", "OF", "OTHERS", "GROUP", "TARGET"], .. listed.Select(Row)]);
        return ExitCodes.Done;
    }

    private static string[] Row(ListedAlternative alternative) =>
    [
        alternative.Name, alternative.Path, alternative.Choices[alternative.Path],
        alternative.Choices.Count == 1 ? "-" : string.Join(", ", alternative.Choices.Where(choice => choice.Key != alternative.Path).Select(choice => $"{choice.Value} ({choice.Key})")),
        alternative.Group, alternative.Target,
    ];

    private void Write(IReadOnlyList<ListedPackage> packages, bool hasIncludes)
    {
        string[] head = ["ID", "PACKAGE", "VERSION", "SUITE", "GROUP", "TARGET", "DOWNLOAD"];
        TextTable.Write(
            context.UserInterface.Output,
            hasIncludes
                ? [[.. head, "INCLUDE"], .. packages.Select(package => (string[])[.. Row(package), package.Include ?? "-"])]
                : [head, .. packages.Select(Row)]);
    }

    private static string[] Row(ListedPackage package) =>
        [package.InstallId ?? "-", package.Package, package.Build is null ? package.Version : $"{package.Version} {package.Build}", package.Suite, package.Group, package.Target, ByteSize.Of(package.Size)];
}
