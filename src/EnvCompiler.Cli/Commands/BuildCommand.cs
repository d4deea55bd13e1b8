using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc build</c>: manifest to live generation.</summary>
public sealed class BuildCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();

    private readonly Option<string[]> targets = new("--target")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TARGET",
        Description = "Build for these targets of the lock, such as `x86_64-linux/sm_90`; without it, for this host's",
    };

    /// <summary>The command.</summary>
    public BuildCommand(CliContext context)
        : base("build", "Makes the roots of the lock and the next generation; locks first where that is needed")
    {
        this.context = context;
        Add(directory);
        Add(targets);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (!(await new EnvironmentPipeline(context, layout).BuildAsync([.. (parsed.GetValue(targets) ?? []).Select(ParseTarget)], cancellation)).TryGet(out var generation, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        context.UserInterface.Say(generation.IsNew ? $"generation {generation.Number} is live" : $"generation {generation.Number} is live already");
        return ExitCodes.Done;
    }

    // The accelerator alone means this host's system.
    private static Target ParseTarget(string text) => Target.TryParse(text, out var target) ? target : new Target(HostContext.Current().System, text);
}
