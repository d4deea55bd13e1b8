using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Locks;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Ship.Catalogs;

/// <summary>Artifacts of one native catalog out of its repository.</summary>
/// <param name="catalog">The catalog's name in the manifest.</param>
/// <param name="repository">The repository.</param>
public sealed class CatalogSource(string catalog, IRepository repository) : IArtifactSource
{
    private readonly RegistrySource blobs = new(repository);

    /// <inheritdoc/>
    public bool Serves(LockedPackage package) => package.Kind == LockedPackage.Native && package.Catalog == catalog;

    /// <inheritdoc/>
    public Task<FetchResult<long>> FetchAsync(
        LockedPackage package, Func<Stream, CancellationToken, Task<long>> read, IProgress<long> progress, CancellationToken cancellation) =>
        blobs.FetchAsync(package, read, progress, cancellation);
}
