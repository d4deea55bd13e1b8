using System.Text;
using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Pipeline.Including;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Model.Manifests.Editing;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Conditions;
using EnvCompiler.Resolve.Explaining;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Store;
using EnvCompiler.Store.Collecting;
using EnvCompiler.Toml;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>The flow of docs/architecture.md for one environment: manifest, lock, roots, generation.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
public sealed class EnvironmentPipeline(CliContext context, EnvironmentLayout layout)
{
    private readonly FileWriter writer = new(context.Files);
    private readonly EnvironmentReader reader = new(context, layout);

    /// <summary>Reads the manifest and its lock; makes a lock where there is none or it does not fit.</summary>
    /// <param name="checkOnly">Write nothing: a lock that does not fit is a failure.</param>
    /// <param name="cancellation">Ends it; the lock is written whole or not at all.</param>
    public async Task<Result<LockedEnvironment>> LockAsync(bool checkOnly, CancellationToken cancellation)
    {
        if (!(await FindOrMakeLockAsync(checkOnly, cancellation)).TryGet(out var environment, out var problems))
            return Result<LockedEnvironment>.Failure(problems);

        // A lock says nothing about services, and a fresh one was made before they were edited.
        return ConditionReader.ReadServices(environment.Source).TryGet(out _, out var unreadable)
            ? Result<LockedEnvironment>.Success(environment, problems)
            : Result<LockedEnvironment>.Failure([.. problems, .. unreadable]);
    }

    private async Task<Result<LockedEnvironment>> FindOrMakeLockAsync(bool checkOnly, CancellationToken cancellation)
    {
        if (!(await reader.ReadAsync(cancellation)).TryGet(out var files, out var problems))
            return Result<LockedEnvironment>.Failure(problems);
        if (files.FreshLock is { } fresh)
            return Result<LockedEnvironment>.Success(fresh, problems);
        if (checkOnly)
            return CommandLineDiagnostics.Stale(new SourcePlace(ShownPath.Of(layout.Lock)));
        if (!(await AcquireAsync(cancellation)).TryGet(out var held, out problems))
            return Result<LockedEnvironment>.Failure(problems);
        using (held)
            return await MakeLockAsync(cancellation);
    }

    // Under the writer lock: another envc may have made it while this one waited.
    private async Task<Result<LockedEnvironment>> MakeLockAsync(CancellationToken cancellation)
    {
        if (!(await reader.ReadAsync(cancellation)).TryGet(out var files, out var problems))
            return Result<LockedEnvironment>.Failure(problems);
        if (files.FreshLock is { } fresh)
            return Result<LockedEnvironment>.Success(fresh, problems);
        return (await reader.ComposeAsync(files, renews: null, cancellation)).TryGet(out var composed, out problems)
            ? await RelockAsync(composed, UpgradeScope.Nothing, isDryRun: false, cancellation)
            : Result<LockedEnvironment>.Failure(problems);
    }

    /// <summary>Makes a lock in which what is named may move to better versions; one that would change nothing is not written.</summary>
    /// <param name="names">Install ids and groups; none means everything.</param>
    /// <param name="isDryRun">Write nothing.</param>
    /// <param name="cancellation">Ends it; the lock is written whole or not at all.</param>
    public async Task<Result<LockedEnvironment>> UpgradeAsync(IReadOnlyList<string> names, bool isDryRun, CancellationToken cancellation)
    {
        if (isDryRun)
            return await UpgradeAsync(names, writes: false);
        if (!(await AcquireAsync(cancellation)).TryGet(out var held, out var problems))
            return Result<LockedEnvironment>.Failure(problems);
        using (held)
            return await UpgradeAsync(names, writes: true);

        async Task<Result<LockedEnvironment>> UpgradeAsync(IReadOnlyList<string> names, bool writes) =>
            (await ReadComposedAsync(cancellation)).TryGet(out var files, out var problems) && UpgradeScope.Of(files.Source!, names).TryGet(out var upgrades, out problems)
                ? await RelockAsync(files, upgrades, !writes, cancellation)
                : Result<LockedEnvironment>.Failure(problems);
    }

    /// <summary>Takes over what included environments are now, and locks what came of it.</summary>
    /// <param name="names">Which ones; none means all.</param>
    /// <param name="cancellation">Ends it; the lock is written whole or not at all.</param>
    public async Task<Result<UpgradedIncludes>> UpgradeIncludesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (!(await AcquireAsync(cancellation)).TryGet(out var held, out var problems))
            return Result<UpgradedIncludes>.Failure(problems);
        using (held)
            return await UpgradeIncludesLockedAsync(names, cancellation);
    }

    private async Task<Result<UpgradedIncludes>> UpgradeIncludesLockedAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        // What is locked may be what does not fit.
        if (!(await reader.ReadApartAsync(cancellation)).TryGet(out var files, out var problems) || !files.Text.ReadIncludes().TryGet(out var requests, out problems))
            return Result<UpgradedIncludes>.Failure(problems);
        IReadOnlyList<string> known = [.. requests.Select(request => request.Name)];
        if (known.Count == 0)
            return IncludeDiagnostics.NoIncludes(files.Text.File);
        if (names.Except(known).ToArray() is { Length: > 0 } unknown)
            return Result<UpgradedIncludes>.Failure([.. unknown.Select(name => IncludeDiagnostics.UnknownInclude(files.Text.File, name, known))]);
        if (!(await reader.ComposeAsync(files, name => names.Count == 0 || names.Contains(name), cancellation)).TryGet(out var composed, out problems)
            || !(await RelockAsync(composed, UpgradeScope.Nothing, isDryRun: false, cancellation)).TryGet(out var environment, out problems))
            return Result<UpgradedIncludes>.Failure(problems);
        return Result<UpgradedIncludes>.Success(new UpgradedIncludes(environment, IncludeChange.Between(files.Lock?.Include, composed.Included ?? [])), problems);
    }

    private async Task<Result<EnvironmentFiles>> ReadComposedAsync(CancellationToken cancellation) =>
        (await reader.ReadAsync(cancellation)).TryGet(out var files, out var problems)
            ? await reader.ComposeAsync(files, renews: null, cancellation)
            : Result<EnvironmentFiles>.Failure(problems);

    /// <summary>Edits the manifest and locks what came of it. Nothing is written before both are known to be good.</summary>
    /// <param name="edit">What to change.</param>
    /// <param name="cancellation">Ends it before anything is written.</param>
    public async Task<Result<LockedEnvironment>> EditAsync(Func<ManifestEditor, Result<TomlDocument>> edit, CancellationToken cancellation)
    {
        if (!(await AcquireAsync(cancellation)).TryGet(out var held, out var problems))
            return Result<LockedEnvironment>.Failure(problems);
        using (held)
            return await EditLockedAsync(held, edit, cancellation);
    }

    private async Task<Result<LockedEnvironment>> EditLockedAsync(
        EnvironmentLock held, Func<ManifestEditor, Result<TomlDocument>> edit, CancellationToken cancellation)
    {
        if (!(await ReadComposedAsync(cancellation)).TryGet(out var files, out var problems)
            || !edit(new ManifestEditor(files.Source!, TomlDocument.Parse(files.ManifestBytes))).TryGet(out var edited, out problems))
            return Result<LockedEnvironment>.Failure(problems);
        var notes = problems;
        var bytes = Encoding.UTF8.GetBytes(edited.Text);
        if (!EnvironmentReader.Compose(files with { Text = ManifestText.Parse(files.Text.File, bytes), ManifestBytes = bytes }, files.Included).TryGet(out var composed, out problems)
            || !(await RelockAsync(composed, UpgradeScope.Nothing, isDryRun: true, cancellation))
                .TryGet(out var environment, out problems))
            return Result<LockedEnvironment>.Failure([.. notes, .. problems]);

        PendingEdit.Apply(held, environment.ManifestBytes, environment.LockBytes);
        return Result<LockedEnvironment>.Success(environment, [.. notes, .. problems]);
    }

    /// <summary>A lock beside the catalogs that it came from.</summary>
    public async Task<Result<LockExplainer>> OpenLockAsync(LockedEnvironment environment, CancellationToken cancellation)
    {
        var loaded = await context.CatalogsOf(layout.Directory).LoadAsync(environment.Source, environment.Lock.Request, cancellation);
        return loaded.TryGet(out var catalogs, out var problems)
            ? Result<LockExplainer>.Success(new LockExplainer(environment.Lock, catalogs) { IncludeOf = id => environment.Source.IncludeOf("install", id) }, problems)
            : Result<LockExplainer>.Failure(problems);
    }

    private async Task<Result<LockedEnvironment>> RelockAsync(
        EnvironmentFiles files, UpgradeScope upgrades, bool isDryRun, CancellationToken cancellation)
    {
        using var view = new StoreProgressView(context.UserInterface, context.Time);
        if (!ArtifactSources.Of(context, layout, files.Source!.Manifest).TryGet(out var places, out var problems))
            return Result<LockedEnvironment>.Failure(problems);
        var locker = new Locker(context.CatalogsOf(layout.Directory)) { Artifacts = new StoreArtifacts(context, view) { Sources = places } };
        if (!(await locker.LockAsync(files.Source!, layout, files.Lock, upgrades, cancellation)).TryGet(out var locked, out problems))
            return Result<LockedEnvironment>.Failure(problems);
        locked = locked with { Include = files.Included };
        var changes = LockChanges.Between(files.Lock, locked);
        if (changes.Count == 0 && files.FreshLock is { } fresh)
            return Result<LockedEnvironment>.Success(fresh, problems);
        var bytes = LockFile.Write(locked);
        if (!isDryRun)
            writer.Replace(layout.Lock, bytes);
        return Result<LockedEnvironment>.Success(new LockedEnvironment(files.Source!, files.ManifestBytes, locked, bytes) { Changes = changes, IsFirst = files.Lock is null }, problems);
    }

    /// <summary>Everything up to a live generation.</summary>
    /// <param name="asked">Targets to build for; none for this host's.</param>
    /// <param name="cancellation">Ends it; the live generation stays as it was.</param>
    public async Task<Result<PublishedGeneration>> BuildAsync(IReadOnlyList<Target> asked, CancellationToken cancellation)
    {
        if (!(await AcquireAsync(cancellation)).TryGet(out var held, out var problems))
            return Result<PublishedGeneration>.Failure(problems);
        using (held)
            return await BuildLockedAsync(held, asked, cancellation);
    }

    private async Task<Result<PublishedGeneration>> BuildLockedAsync(EnvironmentLock held, IReadOnlyList<Target> asked, CancellationToken cancellation)
    {
        if (!(await MakeLockAsync(cancellation)).TryGet(out var environment, out var warnings))
            return Result<PublishedGeneration>.Failure(warnings);
        if (!ConditionReader.ReadServices(environment.Source).TryGet(out var conditions, out var unreadable))
            return Result<PublishedGeneration>.Failure([.. warnings, .. unreadable]);
        context.UserInterface.Report(warnings);

        // Until the generation is in place, nobody else knows what it needs.
        await using var lease = await StoreLease.AcquireAsync(context.Store, context.Files, context.Time, StoreNeeds.Of(environment.Lock), cancellation);
        var built = Built(environment);
        if (!(await TargetsAsync(environment, asked, cancellation)).TryGet(out var targets, out warnings))
            return Result<PublishedGeneration>.Failure(warnings);
        // One that was pulled is compiled for targets of other hosts too, whose roots nobody needs here.
        if (LiveGeneration.TryOpen(layout) is { } live && live.IsFresh(VersionCommand.Current) && targets.All(live.Has) && !live.HasRoots(live.Targets(), context.Store))
        {
            if (!(await RealiseAsync(live, targets, cancellation)).TryGet(out var hasRoots, out warnings))
                return Result<PublishedGeneration>.Failure(warnings);
            if (hasRoots)
                return new PublishedGeneration(live.Number, live.Directory, IsNew: false);
        }

        var roots = new Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>();
        // Hosts that share an environment have one generation: while the lock is the same, it stays built for the targets of the others.
        foreach (var target in targets.Union(built))
        {
            if (!(await RealiseReviewedAsync(environment, target, built.Contains(target), cancellation)).TryGet(out var composed, out warnings))
                return Result<PublishedGeneration>.Failure(warnings);
            roots.Add(target, composed);
        }

        var compiled = new GenerationCompiler(VersionCommand.Current).Compile(
            environment.Source, environment.ManifestBytes, environment.Lock, environment.LockBytes, roots, conditions);
        if (!compiled.TryGet(out var files, out warnings))
            return Result<PublishedGeneration>.Failure(warnings);
        var published = new GenerationPublisher(context.Time).Publish(held, files, context.Origin);
        return Result<PublishedGeneration>.Success(published, published.Damaged is { } damaged ? [.. warnings, CompileDiagnostics.DamagedGeneration(damaged, published.Number)] : warnings);
    }

    private async Task<Result<EnvironmentLock>> AcquireAsync(CancellationToken cancellation)
    {
        if (PinnedGeneration.In(CallerVariables.Read(), layout.Directory) is { } pinned)
            return CommandLineDiagnostics.Pinned(pinned);
        context.KnownEnvironments.Register(layout.Directory);
        return await EnvironmentLock.AcquireAsync(layout, writer, context.LockWait, context.Time, cancellation);
    }

    /// <summary>The roots of a generation; nothing is done where all are in the store.</summary>
    /// <param name="generation">A generation that is there.</param>
    /// <param name="targets">Targets that it is compiled for.</param>
    /// <param name="cancellation">Ends it; what is whole stays.</param>
    /// <returns>False where another recipe of roots made it, so that it must be compiled anew.</returns>
    public async Task<Result<bool>> RealiseAsync(LiveGeneration generation, IReadOnlyList<Target> targets, CancellationToken cancellation)
    {
        if (generation.HasRoots(targets, context.Store))
            return true;
        context.KnownEnvironments.Register(layout.Directory);
        if (!Read(generation).TryGet(out var environment, out var problems))
            return Result<bool>.Failure(problems);
        foreach (var target in targets)
        {
            if (!(await RealiseReviewedAsync(environment, target, isReviewed: false, cancellation)).TryGet(out _, out problems))
                return Result<bool>.Failure(problems);
        }

        return generation.HasRoots(targets, context.Store);
    }

    /// <summary>Manifest and lock of a generation.</summary>
    internal static Result<LockedEnvironment> Read(LiveGeneration generation)
    {
        var manifest = File.ReadAllBytes(Path.Combine(generation.Directory, "manifest.toml"));
        var lockBytes = File.ReadAllBytes(Path.Combine(generation.Directory, "manifest.lock"));
        if (!LockFile.Read(ShownPath.Of(Path.Combine(generation.Directory, "manifest.lock")), lockBytes).TryGet(out var locked, out var problems)
            || !ManifestReader.Read(ShownPath.Of(Path.Combine(generation.Directory, "manifest.toml")), manifest, locked.Include).TryGet(out var source, out problems))
            return Result<LockedEnvironment>.Failure(problems);
        return new LockedEnvironment(source, manifest, locked, lockBytes);
    }

    // Where its roots are composed for the first time here, what they hold is held against the target's GPU.
    private async Task<Result<IReadOnlyDictionary<string, RealisedRoot>>> RealiseReviewedAsync(
        LockedEnvironment environment, Target target, bool isReviewed, CancellationToken cancellation)
    {
        if (!(await RealiseAsync(environment, target, cancellation)).TryGet(out var composed, out var warnings))
            return Result<IReadOnlyDictionary<string, RealisedRoot>>.Failure(warnings);
        context.UserInterface.Report(warnings);
        var reviewed = isReviewed ? [] : new DeviceCodeReview(environment, context.Store).Review(target, context.UserInterface.Say);
        if (reviewed.Any(problem => problem.Severity == Severity.Error))
            return Result<IReadOnlyDictionary<string, RealisedRoot>>.Failure(reviewed);
        context.UserInterface.Report(reviewed);
        return Result<IReadOnlyDictionary<string, RealisedRoot>>.Success(composed);
    }

    // What was asked for, or this host's target.
    private async Task<Result<IReadOnlyList<Target>>> TargetsAsync(
        LockedEnvironment environment, IReadOnlyList<Target> asked, CancellationToken cancellation)
    {
        var targets = new List<Target>(asked);
        if (asked.Count == 0)
        {
            var table = TargetTable.Of(environment.Source.Manifest, environment.Lock);
            var selected = await new TargetSelector(HostContext.Current(), context.Gpus, context.Vulkan)
                .SelectAsync(table, layout, CallerVariables.Read(), cancellation);
            if (!selected.TryGet(out var choice, out var problems))
                return Result<IReadOnlyList<Target>>.Failure(problems);
            context.UserInterface.Report(problems);
            targets.Add(choice.Target);
            // Services run as the targets of the GPUs that they are given.
            if (environment.Source.Manifest.Services.Values.Any(service => service.Gpus is { Count: not 0 }))
                targets.AddRange(choice.Others);
        }

        var unknown = targets.FindAll(target => !environment.Lock.Targets.ContainsKey(target.ToString()));
        if (unknown.Count > 0)
            return Result<IReadOnlyList<Target>>.Failure([.. unknown.Select(StoreDiagnostics.NotLocked)]);
        return targets;
    }

    // What the live generation is built for already, of this lock.
    private IReadOnlyList<Target> Built(LockedEnvironment environment) =>
        LiveGeneration.TryOpen(layout) is { } live && live.HasLock(environment.LockBytes) ? live.Targets() : [];

    /// <summary>The roots of one target of a lock.</summary>
    internal async Task<Result<IReadOnlyDictionary<string, RealisedRoot>>> RealiseAsync(
        LockedEnvironment environment, Target target, CancellationToken cancellation)
    {
        if (!ArtifactSources.Of(context, layout, environment.Source.Manifest).TryGet(out var places, out var problems))
            return Result<IReadOnlyDictionary<string, RealisedRoot>>.Failure(problems);
        var builder = new StoreBuilder(context.Store, context.Files, context.Http, context.Processes, context.Time)
        {
            Catalogs = NativeDirectories.Of(environment.Source.Manifest, layout),
            Sources = places,
        };
        var sources = DebianMirrors.OfThisHost().ForArtifacts(environment.Source.Manifest, environment.Lock);
        using var view = new StoreProgressView(context.UserInterface, context.Time);
        return await builder.RealiseAsync(environment.Lock, target, sources, view, cancellation);
    }
}
