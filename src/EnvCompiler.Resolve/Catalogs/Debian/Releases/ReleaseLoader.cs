using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>Gets a suite's Release from the first mirror that serves one which may be used.</summary>
internal sealed class ReleaseLoader(
    HttpFetcher fetcher, ReleaseVerifier verifier, ReleaseCache cache, ReleasePolicy policy, DebianMirrors mirrors)
{
    /// <summary>The newest Release, or offline the last one seen.</summary>
    internal async Task<Result<VerifiedRelease>> LoadAsync(ReleaseRequest request, CancellationToken cancellation)
    {
        var cached = cache.Find(request.Suite, request.Keyring);
        if (request.Catalog.Offline)
            return cached is null ? CatalogDiagnostics.NotCached(request.Suite.Name) : policy.Check(request, cached.Base, cached.Release, seen: null);

        var problems = new List<Diagnostic>();
        var missing = 0;
        foreach (var mirror in request.Mirrors)
        {
            var known = cached?.Base == mirror ? cached.Validators : null;
            var answer = await fetcher.FetchAsync(new FetchRequest(request.InRelease(mirror)) { IfChangedSince = known }, ReadAllAsync, cancellation);
            if (answer.Problem is { } problem)
            {
                problems.Add(problem);
                missing += answer.Outcome == FetchOutcome.Missing ? 1 : 0;
                continue;
            }

            var release = answer.Value is { } signed
                ? await AcceptAsync(request, mirror, signed, answer.Validators!, cached, cancellation)
                : policy.Check(request, mirror, cached!.Release, seen: null);
            if (release.Ok)
                return release;
            problems.AddRange(release.Diagnostics);
        }

        return missing == request.Mirrors.Count
            ? CatalogDiagnostics.UnknownSuite(request.Place, request.Suite.Name, request.Mirrors, mirrors.KnownReleases)
            : NetworkDiagnostics.MostTelling(problems);
    }

    private async Task<Result<VerifiedRelease>> AcceptAsync(
        ReleaseRequest request, Uri mirror, byte[] signed, Validators validators, CachedRelease? cached, CancellationToken cancellation)
    {
        var uri = request.InRelease(mirror);
        var hash = Convert.ToHexStringLower(SHA256.HashData(signed));
        var text = cached?.SignedSha256 == hash ? cached.Text : await verifier.VerifyAsync(uri, signed, request.Keyring, cancellation);
        if (!text.TryGet(out var verified))
            return Result<VerifiedRelease>.Failure(text.Diagnostics);
        CachedRelease fresh;
        try
        {
            fresh = new CachedRelease(mirror, hash, validators, verified, Release.Parse(verified));
        }
        catch (InvalidDataException e)
        {
            return CatalogDiagnostics.MalformedRelease(uri, e.Message);
        }

        var release = policy.Check(request, mirror, fresh.Release, cached?.Release);
        if (release.Ok && (cached is null || cached with { Release = fresh.Release } != fresh))
            cache.Store(request.Suite, request.Keyring, fresh);
        return release;
    }

    private static async Task<byte[]> ReadAllAsync(Stream body, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, cancellation);
        return all.ToArray();
    }
}
