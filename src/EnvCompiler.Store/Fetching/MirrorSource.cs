using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>A mirror: an artifact's path is relative to its address.</summary>
/// <param name="http">How it is asked.</param>
/// <param name="baseUri">Its address.</param>
internal sealed class MirrorSource(HttpFetcher http, Uri baseUri) : IArtifactSource
{
    public Task<FetchResult<long>> FetchAsync(
        LockedPackage package, Func<Stream, CancellationToken, Task<long>> read, IProgress<long> progress, CancellationToken cancellation)
    {
        var uri = new Uri($"{baseUri.AbsoluteUri.TrimEnd('/')}/{package.Path}");
        return http.FetchAsync(new FetchRequest(uri) { Size = package.Size, Sha256 = package.Sha256, Progress = progress }, read, cancellation);
    }
}
