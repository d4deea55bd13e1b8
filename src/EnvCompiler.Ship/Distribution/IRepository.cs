using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Distribution;

/// <summary>
/// One repository: blobs by digest, manifests by digest and tag. A registry and a layout directory do the same things. What is fetched has the
/// promised size and digest, or it is a failure. Safe for many calls at once.
/// </summary>
public interface IRepository : IDisposable
{
    /// <summary>Which one.</summary>
    RepositoryName Name { get; }

    /// <summary>Whether a blob is there.</summary>
    Task<Result<bool>> HasBlobAsync(Descriptor blob, CancellationToken cancellation);

    /// <summary>Brings a blob there, unless it is there.</summary>
    /// <returns>Whether its bytes had to be sent.</returns>
    Task<Result<bool>> PushBlobAsync(BlobContent blob, CancellationToken cancellation);

    /// <summary>Reads a blob.</summary>
    /// <param name="blob">Which; size and digest are checked while it is read.</param>
    /// <param name="read">Reads the stream; the method fails unless all of it is there and right, and then what was made of it must not be used.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What <paramref name="read"/> made, or ENVC1012 where there is no such blob, or another failure.</returns>
    Task<Result<T>> FetchBlobAsync<T>(Descriptor blob, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation);

    /// <summary>Reads a manifest or an index.</summary>
    /// <param name="reference">A tag or a digest.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null where there is none.</returns>
    Task<Result<ManifestContent?>> TryFetchManifestAsync(string reference, CancellationToken cancellation);

    /// <summary>Brings a manifest there. What it names, its blobs and its manifests, is there already.</summary>
    /// <param name="manifest">Its bytes.</param>
    /// <param name="tag">A tag to give it, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its descriptor.</returns>
    Task<Result<Descriptor>> PushManifestAsync(ManifestContent manifest, string? tag, CancellationToken cancellation);

    /// <summary>All tags, sorted (ordinal); none where there is no such repository yet.</summary>
    Task<Result<IReadOnlyList<string>>> ListTagsAsync(CancellationToken cancellation);

    /// <summary>The manifests whose subject is this one.</summary>
    /// <param name="subject">The digest.</param>
    /// <param name="artifactType">Only of this kind; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<Result<IReadOnlyList<Descriptor>>> ListReferrersAsync(Digest subject, string? artifactType, CancellationToken cancellation);

    /// <summary>Removes a manifest with all its tags.</summary>
    /// <returns>False where there is none.</returns>
    Task<Result<bool>> DeleteManifestAsync(Digest digest, CancellationToken cancellation);
}
