using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Supervision.Explaining;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>How a service of the live generation would be started by whoever asks.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class ServiceExplanation(CliContext context, EnvironmentLayout layout)
{
    /// <summary>Names of the live generation's services; none before the first build.</summary>
    public IReadOnlyList<string> Names => RunningServices.Known(layout, names: null).TryGet(out var known, out _) ? known : [];

    /// <summary>Explains a service.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the probe of GPUs.</param>
    /// <returns>Null where there is no such service; a warning beside it where the generation is not what the manifest says now.</returns>
    public async Task<Result<ExplainedService?>> FindAsync(string name, CancellationToken cancellation)
    {
        if (!Names.Contains(name, StringComparer.Ordinal) || LiveGeneration.TryOpen(layout) is not { } live)
            return Result<ExplainedService?>.Success(null);
        var explainer = new ServiceExplainer(HostContext.Current(), context.Gpus, context.Vulkan, CallerVariables.Read());
        var explained = await explainer.ExplainAsync(live, name, cancellation);
        return explained.Ok && !live.IsFresh(VersionCommand.Current)
            ? Result<ExplainedService?>.Success(explained.Value, [.. explained.Diagnostics, CommandLineDiagnostics.OldGeneration(live.Number)])
            : explained;
    }
}
