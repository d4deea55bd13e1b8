using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Activation.Targets;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>
/// An activation of the live generation; of a new one when the manifest, the lock or envc has changed since. When nothing has changed this
/// compares bytes and reads no lock.
/// </summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
public sealed class ActivationPreparer(CliContext context, EnvironmentLayout layout)
{
    private readonly ActivationPlanner planner = new(
        HostContext.Current(), new FileWriter(context.Files), context.Processes, context.Time, context.UserInterface.Say);

    private readonly TargetSelector selector = new(HostContext.Current(), context.Gpus, context.Vulkan);

    /// <summary>The variables to activate on top of: this process's own.</summary>
    public IReadOnlyDictionary<string, string> Caller { get; init; } = CallerVariables.Read();

    /// <summary>Target, host facts, variables, and the hook or what it did for those who live; of the generation that this process is pinned to, where it is.</summary>
    public async Task<Result<PreparedActivation>> PrepareAsync(CancellationToken cancellation)
    {
        var pinned = PinnedGeneration.In(Caller, layout.Directory);
        return (await PrepareHostAsync(pinned, cancellation)).TryGet(out var prepared, out var problems)
            ? await planner.ActivateAsync(prepared with { IsPinned = pinned is not null }, ActivationUser.Self, cancellation)
            : Result<PreparedActivation>.Failure(problems);
    }

    /// <summary>Target and host facts only.</summary>
    /// <param name="generation">A generation as it is; null means the live one, made anew where that is needed.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    public async Task<Result<PreparedActivation>> PrepareHostAsync(int? generation, CancellationToken cancellation)
    {
        var opened = generation is { } number ? await OpenAsync(number, cancellation) : await OpenFreshAsync(cancellation);
        if (!opened.TryGet(out var found, out var warnings))
            return Result<PreparedActivation>.Failure(warnings);
        context.UserInterface.Report(warnings);
        var prepared = await planner.PrepareHostAsync(found.Generation, found.Choice, Caller, cancellation);
        context.UserInterface.Report(prepared.Ok ? prepared.Diagnostics : []);
        return prepared.TryGet(out var activation, out var problems) ? activation : Result<PreparedActivation>.Failure(problems);
    }

    /// <summary>
    /// Activates for a process. An environment with a script for after the last activation has a supervisor, which is asked first: a script of
    /// those who were here before has then come to its end.
    /// </summary>
    /// <param name="prepared">Of <see cref="PrepareHostAsync"/>.</param>
    /// <param name="user">The process.</param>
    /// <param name="cancellation">Ends the hook.</param>
    public async Task<Result<PreparedActivation>> ActivateAsync(
        PreparedActivation prepared, ActivationUser user, CancellationToken cancellation)
    {
        if (prepared.OnDeactivate is null || prepared.IsInService)
            return await planner.ActivateAsync(prepared, user, cancellation);
        var starter = new ServiceStarter(context, layout);
        if (!(await starter.ReserveAsync(prepared, cancellation)).TryGet(out _, out var problems))
            return Result<PreparedActivation>.Failure(problems);
        var activated = await planner.ActivateAsync(prepared, user, cancellation);
        if (!activated.TryGet(out var activation, out _))
            return activated;
        return (await starter.JoinAsync(activation, user.Pid, cancellation)).TryGet(out _, out problems)
            ? activated
            : Result<PreparedActivation>.Failure(problems);
    }

    private async Task<Result<ChosenGeneration>> OpenAsync(int number, CancellationToken cancellation)
    {
        if (GenerationReader.Missing(layout, number) is { } missing)
            return missing;
        var opened = await OpenAsync(new LiveGeneration(layout, number), cancellation);
        if (!opened.TryGet(out var chosen, out var warnings))
            return opened;
        return (await RealiseAsync(chosen, cancellation)).TryGet(out _, out var problems) ? opened : Result<ChosenGeneration>.Failure([.. warnings, .. problems]);
    }

    // Of its own target, and of those that services may run as. Nearly always they are there, and the pipeline is not loaded.
    private Task<Result<bool>> RealiseAsync(ChosenGeneration chosen, CancellationToken cancellation)
    {
        Target[] targets = [chosen.Choice.Target, .. chosen.Choice.Others];
        return chosen.Generation.HasRoots(targets, context.Store)
            ? Task.FromResult(Result<bool>.Success(true))
            : new EnvironmentPipeline(context, layout).RealiseAsync(chosen.Generation, targets, cancellation);
    }

    private async Task<Result<ChosenGeneration>> OpenAsync(LiveGeneration generation, CancellationToken cancellation)
    {
        if (!(await SelectAsync(generation, cancellation)).TryGet(out var choice, out var problems))
            return Result<ChosenGeneration>.Failure(problems);
        return generation.Has(choice.Target)
            ? Result<ChosenGeneration>.Success(Chosen(generation, choice), problems)
            : TargetDiagnostics.NotBuilt(generation.Number, choice.Target, generation.Targets());
    }

    private async Task<Result<ChosenGeneration>> OpenFreshAsync(CancellationToken cancellation)
    {
        if (LiveGeneration.TryOpen(layout) is { } live && live.IsFresh(VersionCommand.Current))
        {
            if (!(await SelectAsync(live, cancellation)).TryGet(out var choice, out var warnings))
                return Result<ChosenGeneration>.Failure(warnings);
            if (live.Has(choice.Target) && (choice.Others.All(live.Has) || !live.ReadServices(choice.Target).AsksForGpus))
            {
                context.KnownEnvironments.Register(layout.Directory);
                var found = Chosen(live, choice);
                if (!(await RealiseAsync(found, cancellation)).TryGet(out var hasRoots, out var unmade))
                    return Result<ChosenGeneration>.Failure([.. warnings, .. unmade]);
                if (hasRoots)
                    return Result<ChosenGeneration>.Success(found, warnings);
            }
        }

        if (!(await new EnvironmentPipeline(context, layout).BuildAsync([], cancellation)).TryGet(out var built, out var problems))
            return Result<ChosenGeneration>.Failure(problems);
        context.UserInterface.Report(problems);
        // What there is to say of the target was said before it was built.
        var opened = await OpenAsync(new LiveGeneration(layout, built.Number), cancellation);
        return opened.TryGet(out var chosen, out _) ? chosen : opened;
    }

    private Task<Result<TargetChoice>> SelectAsync(LiveGeneration generation, CancellationToken cancellation) =>
        selector.SelectAsync(generation.ReadTable(), layout, Caller, cancellation);

    // An older generation may lack the targets of other GPUs, and one whose services ask for none needs only this one.
    private static ChosenGeneration Chosen(LiveGeneration generation, TargetChoice choice) =>
        new(generation, choice with { Others = [.. choice.Others.Where(generation.Has)] });

    private sealed record ChosenGeneration(LiveGeneration Generation, TargetChoice Choice);
}
