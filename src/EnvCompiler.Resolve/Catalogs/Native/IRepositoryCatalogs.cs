using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>Native catalogs that lie in repositories of registries, whose protocol is not this project's.</summary>
public interface IRepositoryCatalogs
{
    /// <summary>Brings the package files of a catalog to this machine.</summary>
    /// <param name="location">As the manifest writes it: <c>oci://HOST/PATH</c>, or <c>oci:DIR</c>.</param>
    /// <param name="isOffline">Use what was brought before.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A directory in the form of a native catalog, without artifacts; or why there is none.</returns>
    Task<Result<string>> BringAsync(string location, bool isOffline, CancellationToken cancellation);
}
