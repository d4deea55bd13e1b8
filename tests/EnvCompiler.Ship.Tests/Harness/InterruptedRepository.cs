using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>A repository to which something else happens before one of its manifests is written or read, or its tags are listed.</summary>
/// <param name="inner">The repository.</param>
/// <param name="at">Before which of these calls, from 0.</param>
/// <param name="what">What happens.</param>
internal sealed class InterruptedRepository(IRepository inner, int at, Func<Task> what) : IRepository
{
    /// <summary>How many calls there were.</summary>
    internal int Steps { get; private set; }

    public RepositoryName Name => inner.Name;

    public Task<Result<bool>> HasBlobAsync(Descriptor blob, CancellationToken cancellation) => inner.HasBlobAsync(blob, cancellation);

    public Task<Result<bool>> PushBlobAsync(BlobContent blob, CancellationToken cancellation) => inner.PushBlobAsync(blob, cancellation);

    public Task<Result<T>> FetchBlobAsync<T>(Descriptor blob, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation) => inner.FetchBlobAsync(blob, read, cancellation);

    public async Task<Result<ManifestContent?>> TryFetchManifestAsync(string reference, CancellationToken cancellation)
    {
        await StepAsync();
        return await inner.TryFetchManifestAsync(reference, cancellation);
    }

    public async Task<Result<Descriptor>> PushManifestAsync(ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        await StepAsync();
        return await inner.PushManifestAsync(manifest, tag, cancellation);
    }

    public async Task<Result<IReadOnlyList<string>>> ListTagsAsync(CancellationToken cancellation)
    {
        await StepAsync();
        return await inner.ListTagsAsync(cancellation);
    }

    public Task<Result<IReadOnlyList<Descriptor>>> ListReferrersAsync(Digest subject, string? artifactType, CancellationToken cancellation) => inner.ListReferrersAsync(subject, artifactType, cancellation);

    public Task<Result<bool>> DeleteManifestAsync(Digest digest, CancellationToken cancellation) => inner.DeleteManifestAsync(digest, cancellation);

    public void Dispose() => inner.Dispose();

    private async Task StepAsync()
    {
        if (Steps++ == at)
            await what();
    }
}
