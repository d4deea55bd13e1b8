using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc uninstall NAME…</c>: removes from the manifest and locks.</summary>
public sealed class UninstallCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Argument<string[]> names = new("NAME") { Arity = ArgumentArity.OneOrMore, Description = "Install ids, or names of packages" };
    private readonly Option<bool> offline = OfflineOption.Create();

    /// <summary>The command.</summary>
    public UninstallCommand(CliContext context)
        : base("uninstall", "Removes packages from the manifest and locks; an unknown name changes nothing")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(names);
        Add(offline);
        SetAction(ExecuteAsync);
    }

    private Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        context.NoWait = parsed.GetValue(noWait);
        return ManifestEdits.ApplyAsync(context, parsed.GetValue(directory), editor => editor.Uninstall(parsed.GetValue(names)!), cancellation);
    }
}
