using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Conditions;
using EnvCompiler.Resolve.Publishing;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Resolve.Locking;

/// <summary>Makes <c>manifest.lock</c> of a manifest: loads its catalogs, hashes its models, solves every group for every target.</summary>
/// <param name="loader">Loads the catalogs.</param>
public sealed class Locker(CatalogLoader loader)
{
    /// <summary>Reads the artifacts of native catalogs, whose claims are held against them; null takes catalogs at their word.</summary>
    public IArtifactReader? Artifacts { get; init; }

    /// <summary>Makes the lock; nothing is written but indexes of the store.</summary>
    /// <param name="source">The manifest.</param>
    /// <param name="layout">The environment; models lie in its directory.</param>
    /// <param name="previous">What it holds is kept where that still answers the request; null solves afresh.</param>
    /// <param name="upgrades">What of it may move to a better version.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<Lock>> LockAsync(
        ManifestSource source, EnvironmentLayout layout, Lock? previous, UpgradeScope upgrades, CancellationToken cancellation)
    {
        var request = LockRequests.From(source.Manifest);
        var unsupported = FindUnsupported(source, request);
        if (!ConditionReader.Read(source).TryGet(out var conditions, out var unreadable) || unsupported.Count > 0)
            return Result<Lock>.Failure([.. unsupported, .. unreadable]);

        var hashing = ModelLocker.LockAsync(layout.Directory, source, new TargetSelection(request, conditions).Models, cancellation);
        var catalogs = await loader.LoadAsync(source, request, cancellation);
        var models = await hashing;
        if (!catalogs.Ok || !models.Ok)
            return Result<Lock>.Failure([.. catalogs.Diagnostics, .. models.Diagnostics]);
        if (!new LockBuilder(source, request, catalogs.Value, previous, upgrades, conditions).Build(models.Value).TryGet(out var locked, out var problems))
            return Result<Lock>.Failure([.. catalogs.Diagnostics, .. problems]);
        var belied = await CheckClaimsAsync(source, locked, catalogs.Value.Values.SelectMany(each => each), cancellation);
        return belied.Count == 0
            ? Result<Lock>.Success(locked, [.. catalogs.Diagnostics, .. problems, .. NeverHolding.Find(source, request, conditions)])
            : Result<Lock>.Failure([.. catalogs.Diagnostics, .. problems, .. belied]);
    }

    private async Task<IReadOnlyList<Diagnostic>> CheckClaimsAsync(ManifestSource source, Lock locked, IEnumerable<LoadedCatalog> catalogs, CancellationToken cancellation) => Artifacts is null
        ? []
        : await new LockedClaims(Artifacts).CheckAsync(locked, catalogs, name => source.Manifest.Catalogs[name].Location!, cancellation);

    private static List<Diagnostic> FindUnsupported(ManifestSource source, LockRequest request)
    {
        var problems = new List<Diagnostic>();
        foreach (var name in request.Targets)
        {
            if (!Target.TryParse(name, out var target) || target.System is not ("x86_64-linux" or "aarch64-linux") || !Accelerators.Names.Contains(target.Accelerator))
                problems.Add(LockingDiagnostics.UnsupportedTarget(source.PlaceOf("options.targets"), name));
        }

        return problems;
    }
}
