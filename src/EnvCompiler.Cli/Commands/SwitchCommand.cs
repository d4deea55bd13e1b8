using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Compile.Generations;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc switch N</c>.</summary>
public sealed class SwitchCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> restart = RestartOption.Create();
    private readonly Argument<int?> number = CheckedArgument.Generation("N", "The generation that becomes live");

    /// <summary>The command.</summary>
    public SwitchCommand(CliContext context)
        : base("switch", "Makes a generation live, with its manifest and lock")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(restart);
        Add(number);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        return EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            ? await new LiveSwitch(context, layout).RunAsync(parsed.GetValue(number), HistoryKind.Switch, parsed.GetValue(restart), cancellation)
            : context.Fail(problems);
    }
}
