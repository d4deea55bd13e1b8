using System.IO.Compression;
using System.Threading;
using EnvCompiler.Host.Compression;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Catalogs.Debian.Releases;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>Gets a Packages file that a Release promises: from the store, or downloaded, decoded and parsed in one pass.</summary>
internal sealed class IndexLoader(HttpFetcher fetcher, IndexCache cache)
{
    // Blocks of .xz files are decoded beside the parser; more threads than the blocks of Debian's files would idle.
    private const int DecoderThreads = 2;

    // Smallest first.
    private static readonly string[] Endings = [".xz", ".zst", ".gz", ""];

    /// <summary>The file that names an index in locks and in the store: the uncompressed one where the Release lists it.</summary>
    internal static ReleaseFile? Find(Release release, string path)
    {
        if (release.Files.TryGetValue(path, out var plain))
            return plain;
        foreach (var ending in Endings)
        {
            if (release.Files.TryGetValue(path + ending, out var compressed))
                return compressed;
        }

        return null;
    }

    /// <summary>The index.</summary>
    /// <param name="suite">Its name in addresses and messages.</param>
    /// <param name="release">Who promises it.</param>
    /// <param name="path">Path in the suite, <c>main/binary-amd64/Packages</c>; <see cref="Find"/> has found it.</param>
    /// <param name="architecture">Whose index it is.</param>
    /// <param name="offline">Take it from the store only.</param>
    /// <param name="cancellation">Ends the download.</param>
    internal async Task<Result<DebianIndex>> LoadAsync(
        string suite, VerifiedRelease release, string path, string architecture, bool offline, CancellationToken cancellation)
    {
        var key = Find(release.Release, path)!;
        if (cache.Find(key.Sha256) is { } cached)
            return new DebianIndex(cached, architecture);
        if (offline)
            return CatalogDiagnostics.NotCached(suite);

        var expectedSize = key.Path == path ? key.Size : 0;
        var downloaded = await DownloadAsync(suite, release, path, expectedSize, cancellation);
        if (!downloaded.TryGet(out var builder))
            return Result<DebianIndex>.Failure(downloaded.Diagnostics);
        cache.Store(key.Sha256, builder);
        return new DebianIndex(cache.Find(key.Sha256) ?? builder.Build(), architecture);
    }

    // Whatever goes wrong with one place, the next may do: the Release's hash decides, not the mirror. A server that does not answer is
    // not asked for its other files.
    private async Task<Result<IndexBuilder>> DownloadAsync(
        string suite, VerifiedRelease release, string path, long expectedSize, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        foreach (var mirror in release.Mirrors)
        {
            foreach (var place in PlacesOn(mirror, suite, release.Release, path))
            {
                var answer = await FetchAsync(place, expectedSize, cancellation);
                if (answer.Value is { } index)
                    return index;
                problems.Add(answer.Problem!);
                if (answer.Outcome == FetchOutcome.Unreachable)
                    break;
            }
        }

        return NetworkDiagnostics.MostTelling(problems);
    }

    private async Task<FetchResult<IndexBuilder>> FetchAsync(IndexPlace place, long expectedSize, CancellationToken cancellation)
    {
        try
        {
            return await fetcher.FetchAsync(
                new FetchRequest(place.Uri) { Size = place.File.Size, Sha256 = place.File.Sha256 },
                (body, stop) => Task.Run(() => Parse(body, place.Ending, expectedSize, stop), stop),
                cancellation);
        }
        catch (InvalidDataException e)
        {
            return new FetchResult<IndexBuilder>(FetchOutcome.Corrupt) { Problem = CatalogDiagnostics.MalformedIndex(place.Uri, e.Message) };
        }
        catch (DllNotFoundException)
        {
            var library = place.Ending == ".zst" ? "libzstd.so.1" : "liblzma.so.5";
            return new FetchResult<IndexBuilder>(FetchOutcome.Corrupt) { Problem = CatalogDiagnostics.NoDecoder(library) };
        }
    }

    // By hash first: a mirror that is being updated may have another file under the plain name already.
    private static IEnumerable<IndexPlace> PlacesOn(Uri mirror, string suite, Release release, string path)
    {
        var directory = new Uri(mirror, $"dists/{Uri.EscapeDataString(suite)}/");
        foreach (var ending in Endings)
        {
            if (!release.Files.TryGetValue(path + ending, out var file))
                continue;
            if (release.ByHash)
                yield return new IndexPlace(new Uri(directory, $"{file.Path[..(file.Path.LastIndexOf('/') + 1)]}by-hash/SHA256/{file.Sha256}"), file, ending);
            yield return new IndexPlace(new Uri(directory, file.Path), file, ending);
        }
    }

    private static IndexBuilder Parse(Stream body, string ending, long expectedSize, CancellationToken cancellation)
    {
        using var packages = ending switch
        {
            ".xz" => new XzStream(body, DecoderThreads, leaveOpen: true),
            ".zst" => new ZstdStream(body, leaveOpen: true),
            ".gz" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
            _ => body,
        };
        return PackagesReader.Read(packages, expectedSize, cancellation);
    }

    private sealed record IndexPlace(Uri Uri, ReleaseFile File, string Ending);
}
