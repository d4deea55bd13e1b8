using System.Threading;
using EnvCompiler.Compile.Contained;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Targets;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>Opens what is exported: the generation, the target, its roots.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class GenerationExporter(CliContext context, EnvironmentLayout layout)
{
    /// <summary>What the form calls the environment; null for its directory's name.</summary>
    internal string? Name { get; init; }

    /// <summary>Opens.</summary>
    /// <param name="number">A generation as it is; null for the live one, made anew where that is needed.</param>
    /// <param name="wanted">A target, or an accelerator alone for this host's system; null for this host's target.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<ExportedGeneration>> OpenAsync(int? number, string? wanted, CancellationToken cancellation)
    {
        Target? named = wanted is null ? null : Target.TryParse(wanted, out var parsed) ? parsed : new Target(HostContext.Current().System, wanted);
        if (!(await OpenGenerationAsync(number, named, cancellation)).TryGet(out var generation, out var problems)
            || !(await ChooseAsync(generation, named, cancellation)).TryGet(out var target, out problems)
            || !(await new EnvironmentPipeline(context, layout).RealiseAsync(generation, [target], cancellation)).TryGet(out _, out problems))
            return Result<ExportedGeneration>.Failure(problems);
        var name = Name ?? Path.GetFileName(layout.Directory.TrimEnd('/'));
        var spec = generation.ReadActivation(target);
        var compiler = new ContainedEnvironmentCompiler(name, generation.Number, target.ToString());
        var contained = compiler.Compile(spec, generation.ReadServices(target), generation.ReadTable(), (Hook(generation, "on-activate"), Hook(generation, "on-deactivate")));
        return new ExportedGeneration(name, generation, target, spec, contained);
    }

    private async Task<Result<LiveGeneration>> OpenGenerationAsync(int? number, Target? named, CancellationToken cancellation)
    {
        if (number is { } wanted)
            return GenerationReader.Missing(layout, wanted) is { } missing ? missing : new LiveGeneration(layout, wanted);
        if (!(await new EnvironmentPipeline(context, layout).BuildAsync(named is null ? [] : [named], cancellation)).TryGet(out var built, out var problems))
            return Result<LiveGeneration>.Failure(problems);
        context.UserInterface.Report(problems);
        return new LiveGeneration(layout, built.Number);
    }

    private async Task<Result<Target>> ChooseAsync(LiveGeneration generation, Target? named, CancellationToken cancellation)
    {
        var target = named;
        if (target is null)
        {
            var selector = new TargetSelector(HostContext.Current(), context.Gpus, context.Vulkan);
            if (!(await selector.SelectAsync(generation.ReadTable(), layout, CallerVariables.Read(), cancellation)).TryGet(out var choice, out var problems))
                return Result<Target>.Failure(problems);
            target = choice.Target;
        }

        return generation.Has(target) ? target : TargetDiagnostics.NotBuilt(generation.Number, target, generation.Targets());
    }

    private static string? Hook(LiveGeneration generation, string name)
    {
        var file = Path.Combine(generation.Directory, "hook", name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
