using EnvCompiler.Cli.Pipeline.Shipping;
using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.Store;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>What a locked package's files say of the processors they run on; the package is fetched where the store lacks it.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="environment">Manifest and lock.</param>
/// <param name="layout">The environment.</param>
internal sealed class PackageInspection(CliContext context, LockedEnvironment environment, EnvironmentLayout layout)
{
    /// <summary>Inspects a package wherever it is locked; targets may have different builds of it.</summary>
    /// <param name="name">Its name, or an install id.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<IReadOnlyList<InspectionReport>>> InspectAsync(string name, CancellationToken cancellation)
    {
        var locked = environment.Lock;
        var groups = locked.Targets.Values.SelectMany(target => target.Groups.Values).ToArray();
        var ids = groups.SelectMany(group => group.Install.Where(entry => entry.Key == name).Select(entry => entry.Value)).ToHashSet(StringComparer.Ordinal);
        var packages = locked.Packages.Values.Where(package => package.Name == name || ids.Contains(package.Id)).DistinctBy(package => package.Id).ToArray();
        if (packages.Length == 0)
            return CommandLineDiagnostics.NothingToInspect(name, locked.Packages.Values.Select(package => package.Name).Concat(locked.Request.Install.Keys).Distinct(StringComparer.Ordinal));

        var opened = await OpenAsync(packages, cancellation);
        if (!opened.TryGet(out var trees, out var problems))
            return Result<IReadOnlyList<InspectionReport>>.Failure(problems);
        var inspected = Array.ConvertAll(packages, package => PathInspector.Inspect(trees[package.Id], package.Id));
        return Result<IReadOnlyList<InspectionReport>>.Success([.. inspected.Select(result => result.Value)], [.. inspected.SelectMany(result => result.Diagnostics)]);
    }

    private async Task<Result<IReadOnlyDictionary<string, string>>> OpenAsync(IReadOnlyCollection<LockedPackage> packages, CancellationToken cancellation)
    {
        var sources = DebianMirrors.OfThisHost().ForArtifacts(environment.Source.Manifest, environment.Lock);
        using var view = new StoreProgressView(context.UserInterface, context.Time);
        if (!ArtifactSources.Of(context, layout, environment.Source.Manifest).TryGet(out var places, out var problems))
            return Result<IReadOnlyDictionary<string, string>>.Failure(problems);
        var trees = new PackageTrees(context.Store, context.Files, context.Http, context.Time)
        {
            Catalogs = NativeDirectories.Of(environment.Source.Manifest, layout),
            Sources = places,
        };
        return await trees.OpenAsync(packages, sources, view, cancellation);
    }
}
