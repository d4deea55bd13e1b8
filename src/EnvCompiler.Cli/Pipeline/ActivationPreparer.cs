using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>
/// An activation of the live generation; of a new one when the manifest, the lock or envc has changed since. When nothing has changed this
/// compares bytes and reads no lock.
/// </summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
public sealed class ActivationPreparer(CliContext context, EnvironmentLayout layout)
{
    private readonly ActivationPlanner planner = new(HostContext.Current(), new FileWriter(context.Files), context.Processes);

    /// <summary>Target, host facts, variables and hook.</summary>
    public async Task<Result<PreparedActivation>> PrepareAsync(CancellationToken cancellation) =>
        (await FreshGenerationAsync(cancellation)).TryGet(out var generation, out var problems)
            ? await planner.PrepareAsync(generation, CallerVariables(), cancellation)
            : Result<PreparedActivation>.Failure(problems);

    /// <summary>Target and host facts only.</summary>
    public async Task<Result<PreparedActivation>> PrepareHostAsync(CancellationToken cancellation) =>
        (await FreshGenerationAsync(cancellation)).TryGet(out var generation, out var problems)
            ? await planner.PrepareHostAsync(generation, CallerVariables(), cancellation)
            : Result<PreparedActivation>.Failure(problems);

    private async Task<Result<LiveGeneration>> FreshGenerationAsync(CancellationToken cancellation)
    {
        var store = context.Store;
        if (LiveGeneration.TryOpen(layout) is { } live
            && live.Targets().All(target => live.IsFresh(live.ReadActivation(target), VersionCommand.Current, store)))
            return live;
        if (!(await new EnvironmentPipeline(context, layout).BuildAsync(cancellation)).TryGet(out var built, out var problems))
            return Result<LiveGeneration>.Failure(problems);
        context.UserInterface.Report(problems);
        return new LiveGeneration(layout, built.Number);
    }

    private static Dictionary<string, string> CallerVariables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
