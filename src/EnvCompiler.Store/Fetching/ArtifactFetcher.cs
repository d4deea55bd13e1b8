using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>
/// Brings artifacts into the store. Sources are asked in this order:
/// <list type="number">
/// <item>the store itself, where the file's hash is right;</item>
/// <item>the sources, in the order they are given; a missing file, other bytes or no answer lead to the next.</item>
/// </list>
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">Where to write.</param>
/// <param name="sources">Who is asked.</param>
internal sealed class ArtifactFetcher(StoreLayout store, IFileOperations files, IReadOnlyList<IArtifactSource> sources)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Fetches one artifact.</summary>
    /// <param name="package">What.</param>
    /// <param name="workspace">Where it is written before its rename into the store.</param>
    /// <param name="progress">Told of bytes as they arrive, and by a negative number of those that were for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when the artifact is in the store, otherwise why it is not.</returns>
    public async Task<Diagnostic?> FetchAsync(
        LockedPackage package, StoreWorkspace workspace, IProgress<long> progress, CancellationToken cancellation)
    {
        var place = store.Artifact(package.Sha256);
        if (ArtifactVerifier.Matches(place, package.Size, package.Sha256))
        {
            progress.Report(package.Size);
            return null;
        }

        var temporary = workspace.Path(package.Sha256 + ".artifact");
        var attempts = new List<Diagnostic>();
        var outcomes = new HashSet<FetchOutcome>();
        foreach (var source in sources.Where(source => source.Serves(package)))
        {
            var result = await source.FetchAsync(package, (body, token) => WriteAsync(body, temporary, token), progress, cancellation);
            if (result.Outcome == FetchOutcome.Fetched)
            {
                new FileWriter(files).EnsureDirectory(Path.GetDirectoryName(place)!);
                files.Rename(temporary, place);
                return null;
            }

            outcomes.Add(result.Outcome);
            attempts.Add(result.Problem!);
        }

        return outcomes.Contains(FetchOutcome.Corrupt)
            ? StoreDiagnostics.WrongArtifact(package, attempts)
            : StoreDiagnostics.CannotFetch(package, attempts, someAnswered: outcomes.Contains(FetchOutcome.Missing));
    }

    private async Task<long> WriteAsync(Stream body, string path, CancellationToken cancellation)
    {
        // What an earlier try left.
        files.Unlink(path);
        var written = 0L;
        using (var file = files.CreateNew(path, StoreModes.Plain))
        {
            var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
            for (int count; (count = await body.ReadAsync(buffer, cancellation)) > 0; written += count)
                file.Write(buffer.AsSpan(0, count));
        }

        StoreModes.Enforce(files, path, StoreModes.Plain);
        return written;
    }
}
