using System.Threading;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Resolve.Catalogs.Debian.Indexing;
using EnvCompiler.Store;
using EnvCompiler.Store.Collecting;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Removes old generations of environments, and then from the store what no environment, process or build needs.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="isDryRun">Change nothing.</param>
internal sealed class GarbageCollection(CliContext context, bool isDryRun)
{
    private readonly Dictionary<string, IReadOnlyList<int>> removed = new(StringComparer.Ordinal);

    /// <summary>Collects.</summary>
    /// <param name="pruned">Environments whose old generations are removed first.</param>
    /// <param name="keep">How many of the newest generations stay; null for any number.</param>
    /// <param name="lastLiveBefore">Generations that were live at this time or later stay; null for any time.</param>
    /// <param name="cancellation">Ends it between two things.</param>
    internal async Task<Result<GarbageReport>> RunAsync(
        IReadOnlyList<EnvironmentLayout> pruned, int? keep, DateTimeOffset? lastLiveBefore, CancellationToken cancellation)
    {
        var known = context.KnownEnvironments.All();
        var units = context.KnownUnits.All();
        Diagnostic[] unreachable =
        [
            .. known.Where(environment => environment.Presence == Presence.Unreachable).Select(environment => StoreDiagnostics.EnvironmentUnreachable(environment.Directory)),
            .. units.Where(directory => directory.Presence == Presence.Unreachable).Select(directory => StoreDiagnostics.UnknownUnits(directory.Directory, "its file system is not there")),
        ];
        if (unreachable.Length > 0)
            return Result<GarbageReport>.Failure(unreachable);
        foreach (var layout in pruned)
        {
            if (!(await PruneAsync(layout, keep, lastLiveBefore, cancellation)).TryGet(out _, out var problems))
                return Result<GarbageReport>.Failure(problems);
        }

        var collector = new StoreCollector(context.Store, context.Files, context.Time) { Indexes = UnreadIndexes.Find(context.Store, context.Time.GetUtcNow()) };
        var collected = await collector.CollectAsync(Mark, isDryRun, cancellation);
        if (!collected.TryGet(out var items, out var unknown))
            return Result<GarbageReport>.Failure(unknown);
        context.UserInterface.Report(unknown);
        string[] gone = [.. known.Where(environment => environment.Presence == Presence.Gone).Select(environment => environment.Directory)];
        if (!isDryRun)
        {
            Array.ForEach(gone, context.KnownEnvironments.Forget);
            foreach (var directory in units.Where(directory => directory.Presence == Presence.Gone))
                context.KnownUnits.Forget(directory.Directory);
        }

        return new GarbageReport
        {
            IsDryRun = isDryRun,
            Generations = [.. removed.SelectMany(pair => pair.Value.Select(number => new RemovedGeneration(pair.Key, number)))],
            Gone = gone,
            Items = items,
            Bytes = items.Sum(item => item.Bytes),
        };
    }

    private async Task<Result<IReadOnlyList<int>>> PruneAsync(EnvironmentLayout layout, int? keep, DateTimeOffset? lastLiveBefore, CancellationToken cancellation)
    {
        var acquired = await EnvironmentLock.AcquireAsync(layout, new FileWriter(context.Files), context.LockWait, context.Time, cancellation);
        if (!acquired.TryGet(out var held, out var problems))
            return Result<IReadOnlyList<int>>.Failure(problems);
        using (held)
        {
            if (!(await RunningServices.GenerationsInUseAsync(layout, cancellation)).TryGet(out var inUse, out problems))
                return Result<IReadOnlyList<int>>.Failure(problems);
            var numbers = GenerationRemover.Choose(layout, keep, lastLiveBefore, inUse);
            if (!isDryRun)
                GenerationRemover.Remove(held, numbers);
            removed[layout.Directory] = numbers;
            return Result<IReadOnlyList<int>>.Success(numbers);
        }
    }

    // Looks who there is anew: an environment may have come meanwhile.
    private Result<StoreNeeds> Mark()
    {
        var reader = new EnvironmentNeeds();
        var problems = new List<Diagnostic>();
        foreach (var environment in context.KnownEnvironments.All().Where(environment => environment.Presence == Presence.Present))
        {
            if (reader.Add(ManifestLocator.LayoutOf(environment.Directory), removed.GetValueOrDefault(environment.Directory, []).ToHashSet()) is { } problem)
                problems.Add(problem);
        }

        SystemdUnits.Add(reader.Needs, SystemdUnits.Places());
        problems.AddRange(context.KnownUnits.All().Select(units => SystemdUnits.AddExported(reader.Needs, units.Directory)).OfType<Diagnostic>());
        return problems.Count == 0 ? reader.Needs : Result<StoreNeeds>.Failure(problems);
    }
}
