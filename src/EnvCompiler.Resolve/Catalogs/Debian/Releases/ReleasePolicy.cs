using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>
/// What a valid signature does not say: that this is the suite asked for, still valid, of the moment asked for, and not an old one
/// played back.
/// </summary>
/// <param name="time">Decides what has expired.</param>
internal sealed class ReleasePolicy(TimeProvider time)
{
    /// <summary>The Release with what is to be said about it, or why it is refused.</summary>
    /// <param name="request">What it must be.</param>
    /// <param name="mirror">Who served it.</param>
    /// <param name="release">Verified.</param>
    /// <param name="seen">The newest one seen before, or null.</param>
    internal Result<VerifiedRelease> Check(ReleaseRequest request, Uri mirror, Release release, Release? seen)
    {
        if (RefusalOf(request, request.InRelease(mirror), release, seen) is { } refusal)
            return refusal;
        var mirrors = request.Mirrors.Where(other => other != mirror).Prepend(mirror).ToList();
        return Result<VerifiedRelease>.Success(
            new VerifiedRelease(mirrors, release),
            HasExpired(request, release) ? [CatalogDiagnostics.UsedExpired(request.Place, request.Suite.Name, release.ValidUntil!.Value)] : null);
    }

    private Diagnostic? RefusalOf(ReleaseRequest request, Uri uri, Release release, Release? seen)
    {
        var suite = request.Suite;
        if (suite.Name != release.Codename && suite.Name != release.Suite)
            return CatalogDiagnostics.WrongRelease(uri, suite.Name, $"`{release.Codename}` (`{release.Suite}`)");
        if (request.Keyring.IsDebians && release.Origin != "Debian")
            return CatalogDiagnostics.WrongRelease(uri, suite.Name, $"`{release.Origin}`, not Debian");
        if (suite.Snapshot is { } moment && release.Date > SnapshotMoment.Parse(moment))
            return CatalogDiagnostics.WrongMoment(uri, release.Date, moment);
        if (release.Date < seen?.Date)
            return CatalogDiagnostics.Downgraded(uri, release.Date, seen.Date);
        return HasExpired(request, release) && !suite.AllowExpired
            ? CatalogDiagnostics.Expired(request.Place, suite.Name, release.ValidUntil!.Value)
            : null;
    }

    // The state of a moment in the past has expired by nature; who pins it wants it.
    private bool HasExpired(ReleaseRequest request, Release release) => release.ValidUntil < time.GetUtcNow() && request.Suite.Snapshot is null;
}
