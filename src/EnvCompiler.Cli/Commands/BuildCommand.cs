using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc build</c>: manifest to live generation.</summary>
public sealed class BuildCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();

    /// <summary>The command.</summary>
    public BuildCommand(CliContext context)
        : base("build", "Makes the roots of the lock and the next generation; locks first where that is needed")
    {
        this.context = context;
        Add(directory);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (!(await new EnvironmentPipeline(context, layout).BuildAsync(cancellation)).TryGet(out var generation, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        context.UserInterface.Say(generation.IsNew ? $"generation {generation.Number} is live" : $"generation {generation.Number} is live already");
        return ExitCodes.Done;
    }
}
