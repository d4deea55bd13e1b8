using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>A place that may have artifacts.</summary>
public interface IArtifactSource
{
    /// <summary>Whether it is asked for this one at all.</summary>
    bool Serves(LockedPackage package) => true;

    /// <summary>Reads an artifact; its size and hash are checked while it is read.</summary>
    /// <param name="package">Which.</param>
    /// <param name="read">Reads the body, anew for each try; what it made counts only when this method returns <see cref="FetchOutcome.Fetched"/>.</param>
    /// <param name="progress">Told of bytes as they arrive, and by a negative number of those that were for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<FetchResult<long>> FetchAsync(LockedPackage package, Func<Stream, CancellationToken, Task<long>> read, IProgress<long> progress, CancellationToken cancellation);
}
