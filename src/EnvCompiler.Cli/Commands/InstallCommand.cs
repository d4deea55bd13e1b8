using System.CommandLine;
using System.CommandLine.Parsing;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Manifests.Editing;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc install PACKAGE…</c>: adds to the manifest and locks.</summary>
public sealed class InstallCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Argument<string[]> packages = new("PACKAGE") { Arity = ArgumentArity.OneOrMore, Description = "[CATALOG/]NAME[@VERSION]" };
    private readonly Option<string?> id = new("--id", "-i") { HelpName = "ID", Description = "Install id of the only package (default: its name)" };
    private readonly Option<string?> group = new("--group", "-g") { HelpName = "GROUP", Description = "Their `pkg-group`: what is in another group is solved apart and has a root of its own" };
    private readonly Option<bool> offline = OfflineOption.Create();

    /// <summary>The command.</summary>
    public InstallCommand(CliContext context)
        : base("install", "Adds packages to the manifest and locks; nothing changes where they cannot be locked")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(packages);
        Add(id);
        Add(group);
        packages.Validators.Add(ValidateNames);
        Validators.Add(ValidateId);
        Add(offline);
        SetAction(ExecuteAsync);
    }

    private Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        context.NoWait = parsed.GetValue(noWait);
        var wanted = parsed.GetValue(packages)!.Select(each => PackageArgument.TryParse(each)!).ToList();
        return ManifestEdits.ApplyAsync(
            context, parsed.GetValue(directory), editor => editor.Install(wanted, parsed.GetValue(id), parsed.GetValue(group)), cancellation);
    }

    private static void ValidateNames(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => PackageArgument.TryParse(token.Value) is null))
            result.AddError($"`{token.Value}` is not of the form `[CATALOG/]NAME[@VERSION]`");
    }

    private void ValidateId(CommandResult result)
    {
        if (result.GetResult(id) is not null && result.GetResult(packages)?.Tokens.Count > 1)
            result.AddError("`--id` is for one package");
    }
}
