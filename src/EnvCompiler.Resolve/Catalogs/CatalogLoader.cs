using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Catalogs;

/// <summary>Loads every catalog that a request names.</summary>
/// <param name="store">Where indexes are kept.</param>
/// <param name="files">Writes of the store.</param>
/// <param name="network">Downloads; stays the caller's.</param>
/// <param name="processes">Runs the signature verifier.</param>
/// <param name="mirrors">Where Debian archives are.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class CatalogLoader(
    StoreLayout store, IFileOperations files, HttpMessageHandler network, IProcessRunner processes, DebianMirrors mirrors, TimeProvider time)
{
    /// <summary>Use the indexes of the store and touch no network.</summary>
    public bool Offline { get; init; }

    /// <summary>What a native catalog's location is relative to: the environment's directory.</summary>
    public string Directory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Brings native catalogs that lie in repositories; null where there is no way to.</summary>
    public IRepositoryCatalogs? Repositories { get; init; }

    /// <summary>Loads the catalogs for every architecture of the targets; all problems are reported, each once.</summary>
    /// <param name="source">For the places of problems, and for what only the manifest says of a catalog.</param>
    /// <param name="request">Which catalogs, and for which targets.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>By Debian architecture of the targets, catalogs in the request's order.</returns>
    public async Task<Result<IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>>>> LoadAsync(
        ManifestSource source, LockRequest request, CancellationToken cancellation)
    {
        using var debian = new DebianCatalog(store, files, network, processes, time, mirrors);
        var loaded = new Dictionary<string, IReadOnlyList<LoadedCatalog>>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        foreach (var architecture in ArchitecturesOf(request))
        {
            var ofArchitecture = new List<LoadedCatalog>();
            foreach (var catalog in request.Catalogs)
            {
                var wanted = new CatalogRequest(catalog, architecture, source) { Offline = Offline };
                var result = catalog.Type == CatalogDefinition.Native ? await LoadNativeAsync(wanted, cancellation) : await debian.LoadAsync(wanted, cancellation);
                problems.AddRange(result.Diagnostics.Where(problem => !problems.Contains(problem)));
                if (result.TryGet(out var found))
                    ofArchitecture.Add(found);
            }

            loaded.Add(architecture, ofArchitecture);
        }

        return problems.Exists(problem => problem.Severity == Severity.Error)
            ? Result<IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>>>.Failure(problems)
            : Result<IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>>>.Success(loaded, problems);
    }

    private async Task<Result<LoadedCatalog>> LoadNativeAsync(CatalogRequest request, CancellationToken cancellation)
    {
        // A lock does not say where a repository is.
        var (name, location) = (request.Catalog.Name, request.Definition?.Location ?? request.Catalog.Location!);
        var isRemote = CatalogDefinition.IsRepository(location);
        var place = request.PlaceOf("location");
        if (isRemote && Repositories is null)
            return NativeDiagnostics.Unusable(place, location, "nothing here reaches repositories");
        var directory = isRemote ? await Repositories!.BringAsync(location, Offline, cancellation) : Path.Combine(Directory, location);
        if (!directory.TryGet(out var files, out var problems))
            return Result<LoadedCatalog>.Failure(problems);
        var loaded = NativeCatalogLoader.Load(name, files, place, location);
        return loaded.TryGet(out var native, out problems)
            ? Result<LoadedCatalog>.Success(new LoadedCatalog(name, request.Architecture, []) { Native = native with { IsRemote = isRemote } }, problems)
            : Result<LoadedCatalog>.Failure(problems);
    }

    private static SortedSet<string> ArchitecturesOf(LockRequest request)
    {
        var architectures = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in request.Targets)
        {
            if (Target.TryParse(name, out var target))
                architectures.Add(target.DebianArchitecture);
        }

        return architectures;
    }
}
