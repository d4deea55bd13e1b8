using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>
/// Brings artifacts into the store. Sources are asked in this order, each once:
/// <list type="number">
/// <item>the store itself, where the file's hash is right;</item>
/// <item>the base URIs, in the order they are given; a missing file or other bytes lead to the next.</item>
/// </list>
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">Where to write.</param>
/// <param name="source">How one source is asked.</param>
/// <param name="baseUris">Sources; an artifact's path is relative to each.</param>
internal sealed class ArtifactFetcher(StoreLayout store, IFileOperations files, ArtifactSource source, IReadOnlyList<Uri> baseUris)
{
    /// <summary>Fetches one artifact.</summary>
    /// <param name="package">What.</param>
    /// <param name="workspace">Where it is written before its rename into the store.</param>
    /// <param name="onBytes">Told of bytes as they arrive.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when the artifact is in the store, otherwise why it is not.</returns>
    public async Task<Diagnostic?> FetchAsync(
        LockedPackage package, StoreWorkspace workspace, Action<long> onBytes, CancellationToken cancellation)
    {
        var place = store.Artifact(package.Sha256);
        if (ArtifactVerifier.Matches(place, package.Size, package.Sha256))
        {
            onBytes(package.Size);
            return null;
        }

        var attempts = new List<string>();
        var outcomes = new HashSet<SourceAttempt>();
        foreach (var baseUri in baseUris)
        {
            var uri = new Uri($"{baseUri.AbsoluteUri.TrimEnd('/')}/{package.Path}");
            var temporary = workspace.Path(package.Sha256 + ".artifact");
            var (outcome, reason) = await source.TryFetchAsync(uri, package, temporary, onBytes, cancellation);
            if (outcome == SourceAttempt.Fetched)
            {
                new FileWriter(files).EnsureDirectory(Path.GetDirectoryName(place)!);
                files.Rename(temporary, place);
                return null;
            }

            attempts.Add($"`{uri}` ({reason})");
            outcomes.Add(outcome);
        }

        return outcomes.Contains(SourceAttempt.Mismatch)
            ? StoreDiagnostics.WrongArtifact(package, attempts)
            : StoreDiagnostics.CannotFetch(package, attempts, unreachable: !outcomes.Contains(SourceAttempt.Refused));
    }
}
