using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Commands.Services;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Makes another generation live, and tells or restarts the services that run.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class LiveSwitch(CliContext context, EnvironmentLayout layout)
{
    /// <summary>Switches. What the generation needs and the store lacks is fetched and composed first, so nothing but a rename is left then.</summary>
    /// <param name="number">Which; null for the one that was live before.</param>
    /// <param name="kind"><see cref="HistoryKind"/>.</param>
    /// <param name="restart">Restart the running services that this changes.</param>
    /// <param name="cancellation">Ends it before the switch.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(int? number, string kind, bool restart, CancellationToken cancellation)
    {
        if (!(await SwitchAsync(number, kind, cancellation)).TryGet(out var switched, out var problems))
            return context.Fail(problems);
        Tell(switched);
        if (!RunningServices.MayRun(layout))
            return ExitCodes.Done;
        return await TellServicesAsync(switched, restart, cancellation);
    }

    private async Task<int> TellServicesAsync(SwitchedGeneration switched, bool restart, CancellationToken cancellation)
    {
        if (!(await RunningServices.LiveAsync(layout, cancellation)).TryGet(out var services, out var problems))
            return context.Fail(problems);
        IReadOnlyList<ServiceStatus> running = [.. services.Where(service => service.Pid is not null)];
        if (running.Count == 0)
            return ExitCodes.Done;
        var changed = Changed(running, switched.Number);
        if (changed.Count == 0)
        {
            context.UserInterface.Say("the services that run are the same in it");
            return ExitCodes.Done;
        }

        if (!restart)
        {
            context.UserInterface.Say($"it changes {Names(changed)}, which {(changed.Count == 1 ? "runs" : "run")} on as before; `envc services reload` restarts what has changed");
            return ExitCodes.Done;
        }

        if (!(await new ServiceStarter(context, layout).ReloadAsync(cancellation)).TryGet(out var reloaded, out problems))
            return context.Fail(problems);
        ServiceTable.Write(context.UserInterface.Error, reloaded, context.Time.GetUtcNow());
        return ExitCodes.Done;
    }

    private async Task<Result<SwitchedGeneration>> SwitchAsync(int? number, string kind, CancellationToken cancellation)
    {
        var acquired = await EnvironmentLock.AcquireAsync(layout, new FileWriter(context.Files), context.LockWait, context.Time, cancellation);
        if (!acquired.TryGet(out var held, out var problems))
            return Result<SwitchedGeneration>.Failure(problems);
        using (held)
        {
            if (!GenerationSwitcher.Find(held, number).TryGet(out var found, out problems)
                || !(await RealiseAsync(new LiveGeneration(layout, found), cancellation)).TryGet(out _, out problems))
                return Result<SwitchedGeneration>.Failure(problems);
            return new GenerationSwitcher(context.Time).Switch(held, found, kind, context.Origin);
        }
    }

    // For this host. Where it has no target for this host, or none that its GPUs may be used with, the next activation says so.
    private Task<Result<bool>> RealiseAsync(LiveGeneration generation, CancellationToken cancellation) =>
        // Most often all is there, and then no GPU has to be asked which of it this host needs.
        generation.HasRoots(generation.Targets(), context.Store) ? Task.FromResult<Result<bool>>(true) : RealiseForThisHostAsync(generation, cancellation);

    private async Task<Result<bool>> RealiseForThisHostAsync(LiveGeneration generation, CancellationToken cancellation)
    {
        var selector = new TargetSelector(HostContext.Current(), context.Gpus, context.Vulkan);
        var selected = await selector.SelectAsync(generation.ReadTable(), layout, CallerVariables.Read(), cancellation);
        if (!selected.TryGet(out var choice, out _))
            return true;
        return await new EnvironmentPipeline(context, layout).RealiseAsync(generation, [.. choice.Others.Prepend(choice.Target).Where(generation.Has)], cancellation);
    }

    private void Tell(SwitchedGeneration switched)
    {
        context.UserInterface.Say(
            switched.Previous == switched.Number ? $"generation {switched.Number} is live already"
            : switched.Previous is { } previous ? $"generation {switched.Number} is live; before it was {previous}"
            : $"generation {switched.Number} is live");
        if (switched.Edits is { } edits)
            context.UserInterface.Say($"the manifest or its lock had changes that no generation has; they are kept in {ShownPath.Of(edits)}");
    }

    // Each service is compared with the generation that it was started from.
    private List<string> Changed(IReadOnlyList<ServiceStatus> running, int number)
    {
        var reader = new GenerationReader(layout);
        var changed = new List<string>();
        foreach (var together in running.GroupBy(service => (service.Generation, service.Target)))
        {
            var (generation, target) = together.Key;
            var differing = ServiceComparison.Between(target, reader.Target(generation, target), reader.Target(number, target)).Select(change => change.Service).ToHashSet();
            changed.AddRange(together.Select(service => service.Name).Where(differing.Contains));
        }

        changed.Sort(StringComparer.Ordinal);
        return changed;
    }

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
