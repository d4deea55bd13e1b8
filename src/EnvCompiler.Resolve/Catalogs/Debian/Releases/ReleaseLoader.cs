using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>Gets a suite's Release from the first mirror that serves one which may be used.</summary>
internal sealed class ReleaseLoader(
    HttpFetcher fetcher, ReleaseVerifier verifier, ReleaseCache cache, DebianMirrors mirrors, TimeProvider time)
{
    /// <summary>The newest Release, or offline the last one seen.</summary>
    internal async Task<Result<VerifiedRelease>> LoadAsync(
        CatalogRequest request, SuiteDefinition suite, Keyring keyring, CancellationToken cancellation)
    {
        var cached = cache.Find(suite, keyring);
        if (request.Offline)
            return cached is null ? CatalogDiagnostics.NotCached(suite.Name) : Check(request, suite, keyring, cached, seen: null);

        var bases = mirrors.ForIndexes(request.Definition?.Mirror, suite.Name, suite.Snapshot);
        var problems = new List<Diagnostic>();
        var missing = 0;
        foreach (var mirror in bases)
        {
            var known = cached?.Base == mirror ? cached.Validators : null;
            var answer = await fetcher.FetchAsync(new FetchRequest(InRelease(mirror, suite)) { IfChangedSince = known }, ReadAllAsync, cancellation);
            if (answer.Problem is { } problem)
            {
                problems.Add(problem);
                missing += answer.Outcome == FetchOutcome.Missing ? 1 : 0;
                continue;
            }

            var release = answer.Value is { } signed
                ? await AcceptAsync(request, suite, keyring, mirror, signed, answer.Validators!, cached, cancellation)
                : Check(request, suite, keyring, cached!, seen: null);
            if (release.Ok)
                return release;
            problems.AddRange(release.Diagnostics);
        }

        return missing == bases.Count
            ? CatalogDiagnostics.UnknownSuite(request.PlaceOf("suites"), suite.Name, bases, mirrors.KnownReleases)
            : problems.Find(problem => !NetworkDiagnostics.NothingCame(problem)) ?? problems[0];
    }

    private async Task<Result<VerifiedRelease>> AcceptAsync(
        CatalogRequest request,
        SuiteDefinition suite,
        Keyring keyring,
        Uri mirror,
        byte[] signed,
        Validators validators,
        CachedRelease? cached,
        CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(signed));
        var isSame = cached?.SignedSha256 == hash;
        var text = isSame ? cached!.Text : await verifier.VerifyAsync(InRelease(mirror, suite), signed, keyring, cancellation);
        if (!text.TryGet(out var verified))
            return Result<VerifiedRelease>.Failure(text.Diagnostics);
        var fresh = new CachedRelease(mirror, hash, validators, verified);
        var checkedRelease = Check(request, suite, keyring, fresh, cached);
        if (checkedRelease.Ok && cached != fresh)
            cache.Store(suite, keyring, fresh);
        return checkedRelease;
    }

    // What a valid signature does not say: that this is the suite asked for, still valid, and not an old one played back.
    private Result<VerifiedRelease> Check(CatalogRequest request, SuiteDefinition suite, Keyring keyring, CachedRelease candidate, CachedRelease? seen)
    {
        var uri = InRelease(candidate.Base, suite);
        Release release;
        try
        {
            release = Release.Parse(candidate.Text);
        }
        catch (InvalidDataException e)
        {
            return CatalogDiagnostics.MalformedRelease(uri, e.Message);
        }

        if (suite.Name != release.Codename && suite.Name != release.Suite)
            return CatalogDiagnostics.WrongRelease(uri, suite.Name, $"`{release.Codename}` (`{release.Suite}`)");
        if (keyring.IsDebians && release.Origin != "Debian")
            return CatalogDiagnostics.WrongRelease(uri, suite.Name, $"`{release.Origin}`, not Debian");
        if (seen is not null && Release.Parse(seen.Text).Date is var before && release.Date < before)
            return CatalogDiagnostics.Downgraded(uri, release.Date, before);
        if (release.ValidUntil < time.GetUtcNow() && !suite.AllowExpired && suite.Snapshot is null)
            return CatalogDiagnostics.Expired(request.PlaceOf("suites"), suite.Name, release.ValidUntil.Value);
        return new VerifiedRelease(candidate.Base, release);
    }

    private static Uri InRelease(Uri mirror, SuiteDefinition suite) => new(mirror, $"dists/{Uri.EscapeDataString(suite.Name)}/InRelease");

    private static async Task<byte[]> ReadAllAsync(Stream body, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, cancellation);
        return all.ToArray();
    }
}
