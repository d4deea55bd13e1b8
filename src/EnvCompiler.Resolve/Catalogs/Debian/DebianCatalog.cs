using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian.Indexing;
using EnvCompiler.Resolve.Catalogs.Debian.Releases;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>
/// Loads Debian catalogs: Release verified by its signature, index files by the Release's hashes. What was loaded stays in the store,
/// so that the next load asks for the Release only. Safe with several envc at once. One loader serves one command: it asks for each
/// Release once.
/// </summary>
public sealed class DebianCatalog : IDisposable
{
    private readonly DebianMirrors mirrors;
    private readonly HttpFetcher fetcher;
    private readonly ReleaseLoader releases;
    private readonly IndexLoader indexes;
    private readonly Dictionary<(string Catalog, SuiteDefinition Suite, bool Offline), Task<Result<VerifiedRelease>>> loadedReleases = [];

    /// <summary>A loader over a store.</summary>
    /// <param name="store">Where indexes are kept.</param>
    /// <param name="files">Writes of the store.</param>
    /// <param name="handler">The network; stays the caller's. See <see cref="HttpFetcher.CreateHandler"/>.</param>
    /// <param name="processes">Runs <c>gpgv</c> or <c>sqv</c>.</param>
    /// <param name="time">Decides what has expired.</param>
    /// <param name="mirrors">See <see cref="DebianMirrors.OfThisHost"/>.</param>
    /// <param name="limits">Null takes the defaults.</param>
    public DebianCatalog(
        StoreLayout store,
        IFileOperations files,
        HttpMessageHandler handler,
        IProcessRunner processes,
        TimeProvider time,
        DebianMirrors mirrors,
        HttpLimits? limits = null)
    {
        this.mirrors = mirrors;
        fetcher = new HttpFetcher(handler, time, limits);
        releases = new ReleaseLoader(
            fetcher, new ReleaseVerifier(files, processes), new ReleaseCache(store, files), new ReleasePolicy(time), mirrors);
        indexes = new IndexLoader(fetcher, new IndexCache(store, files, time));
    }

    /// <summary>Loads every suite and component of a catalog for one architecture.</summary>
    /// <returns>Problems of the manifest point into it; those of mirrors and networks name the address.</returns>
    public async Task<Result<LoadedCatalog>> LoadAsync(CatalogRequest request, CancellationToken cancellation)
    {
        if ((CheckMirror(request) ?? CheckSnapshots(request)) is { } problem)
            return problem;
        var keyring = Keyring.Of(request);
        if (!keyring.Ok)
            return Result<LoadedCatalog>.Failure(keyring.Diagnostics);

        var loading = request.Catalog.Suites.Select(suite => LoadReleaseAsync(request, suite, keyring.Value, cancellation));
        var found = await Task.WhenAll(loading);
        if (found.Any(release => !release.Ok))
            return Result<LoadedCatalog>.Failure([.. found.SelectMany(release => release.Diagnostics)]);

        // One index after the other: each takes both cores and the memory of a decoder.
        var suites = new List<LoadedSuite>();
        for (var i = 0; i < found.Length; i++)
        {
            var suite = await LoadSuiteAsync(request, request.Catalog.Suites[i], found[i].Value, cancellation);
            if (!suite.Ok)
                return Result<LoadedCatalog>.Failure(suite.Diagnostics);
            suites.Add(suite.Value);
        }

        return Result<LoadedCatalog>.Success(
            new LoadedCatalog(request.Catalog.Name, request.Architecture, suites), [.. found.SelectMany(release => release.Diagnostics)]);
    }

    /// <inheritdoc/>
    public void Dispose() => fetcher.Dispose();

    private Diagnostic? CheckMirror(CatalogRequest request)
    {
        if (request.Definition?.Mirror is { } named)
            return DebianMirrors.IsMirror(named) ? null : CatalogDiagnostics.BadMirror(request.PlaceOf("mirror"), named);
        return mirrors.Variable is not { } variable || DebianMirrors.IsMirror(variable) ? null : CatalogDiagnostics.BadMirror(null, variable);
    }

    private static Diagnostic? CheckSnapshots(CatalogRequest request) => request.Catalog.Suites
        .Where(suite => suite.Snapshot is not null && SnapshotMoment.Parse(suite.Snapshot) is null)
        .Select(suite => CatalogDiagnostics.BadSnapshot(request.PlaceOf("suites"), suite.Name, suite.Snapshot!))
        .FirstOrDefault();

    // Once for all architectures, so that a lock for several is of one state of the archive.
    private Task<Result<VerifiedRelease>> LoadReleaseAsync(
        CatalogRequest request, SuiteDefinition suite, Keyring keyring, CancellationToken cancellation)
    {
        var key = (request.Catalog.Name, suite, request.Offline);
        if (!loadedReleases.TryGetValue(key, out var loading))
        {
            var bases = mirrors.ForIndexes(request.Definition?.Mirror, suite.Name, suite.Snapshot);
            loading = releases.LoadAsync(new ReleaseRequest(request, suite, keyring, bases), cancellation);
            loadedReleases.Add(key, loading);
        }

        return loading;
    }

    private async Task<Result<LoadedSuite>> LoadSuiteAsync(
        CatalogRequest request, SuiteDefinition suite, VerifiedRelease release, CancellationToken cancellation)
    {
        var locked = new LockedIndex { Date = Release.Format(release.Release.Date) };
        var loaded = new List<DebianIndex>();
        foreach (var component in request.Catalog.Components)
        {
            if (!release.Release.Components.Contains(component))
            {
                return CatalogDiagnostics.UnknownComponent(request.PlaceOf("components"), suite.Name, component, release.Release.Components);
            }

            foreach (var path in PathsOf(release.Release, component, request.Architecture))
            {
                if (IndexLoader.Find(release.Release, path) is not { } file)
                    return CatalogDiagnostics.NoIndex(request.PlaceOf("suites"), suite.Name, path);
                var index = await indexes.LoadAsync(suite.Name, release, path, request.Architecture, request.Offline, cancellation);
                if (!index.Ok)
                    return Result<LoadedSuite>.Failure(index.Diagnostics);
                locked.Files[file.Path] = file.Sha256;
                loaded.Add(index.Value);
            }
        }

        return new LoadedSuite(suite, locked, loaded)
        {
            OtherComponents = [.. release.Release.Components.Except(request.Catalog.Components, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<string> PathsOf(Release release, string component, string architecture)
    {
        yield return $"{component}/binary-{architecture}/Packages";
        var all = $"{component}/binary-all/Packages";
        if (!release.AllIsIncluded && IndexLoader.Find(release, all) is not null)
            yield return all;
    }
}
