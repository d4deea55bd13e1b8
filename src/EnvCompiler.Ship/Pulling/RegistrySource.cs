using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Ship.Pulling;

/// <summary>Artifacts out of the repository that an environment was pushed to: blobs by their hash.</summary>
/// <param name="repository">The repository.</param>
public sealed class RegistrySource(IRepository repository) : IArtifactSource
{
    // A registry that could not be reached after several tries is not waited for again for each of hundreds of artifacts.
    private Diagnostic? unreachable;

    /// <inheritdoc/>
    public async Task<FetchResult<long>> FetchAsync(
        LockedPackage package, Func<Stream, CancellationToken, Task<long>> read, IProgress<long> progress, CancellationToken cancellation)
    {
        if (unreachable is { } known)
            return new FetchResult<long>(FetchOutcome.Unreachable) { Problem = known };
        var blob = new Descriptor { MediaType = GenerationArtifact.PackageMediaType, Digest = Digest.OfSha256(package.Sha256), Size = package.Size };
        var fetched = await repository.FetchBlobAsync(blob, read, cancellation);
        if (!fetched.TryGet(out var count, out var problems))
        {
            var outcome = ShipDiagnostics.OutcomeOf(problems[0]);
            unreachable = outcome == FetchOutcome.Unreachable ? problems[0] : null;
            return new FetchResult<long>(outcome) { Problem = problems[0] };
        }

        progress.Report(count);
        return new FetchResult<long>(FetchOutcome.Fetched) { Value = count };
    }
}
