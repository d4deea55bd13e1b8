using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Compile.Generations;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc rollback [N]</c>.</summary>
public sealed class RollbackCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> restart = RestartOption.Create();
    private readonly Argument<int?> number = CheckedArgument.Generation("N", "The generation to go back to (default: the one that was live before)", isOptional: true);

    /// <summary>The command.</summary>
    public RollbackCommand(CliContext context)
        : base("rollback", "Goes back to the generation that was live before, or to another, with its manifest and lock")
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
            ? await new LiveSwitch(context, layout).RunAsync(parsed.GetValue(number), HistoryKind.Rollback, parsed.GetValue(restart), cancellation)
            : context.Fail(problems);
    }
}
