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
    /// <param name="suite">Name for messages.</param>
    /// <param name="release">Who promises it.</param>
    /// <param name="path">Path in the suite, <c>main/binary-amd64/Packages</c>; <see cref="Find"/> has found it.</param>
    /// <param name="architecture">Whose index it is.</param>
    /// <param name="offline">Take it from the store only.</param>
    /// <param name="cancellation">Ends the download.</param>
    internal async Task<Result<DebianIndex>> LoadAsync(
        string suite, VerifiedRelease release, string path, string architecture, bool offline, CancellationToken cancellation)
    {
        var key = Find(release.Release, path)!;
        if (cache.Find(key.Sha256) is { } image)
            return new DebianIndex(image, architecture);
        if (offline)
            return CatalogDiagnostics.NotCached(suite);

        var ending = Endings.First(ending => release.Release.Files.ContainsKey(path + ending));
        var file = release.Release.Files[path + ending];
        var expectedSize = key.Path == path ? key.Size : 0;
        var downloaded = await DownloadAsync(new Uri(release.Base, $"dists/{Uri.EscapeDataString(suite)}/"), release.Release, file, ending, expectedSize, cancellation);
        if (!downloaded.TryGet(out var bytes))
            return Result<DebianIndex>.Failure(downloaded.Diagnostics);
        cache.Store(key.Sha256, bytes);
        return new DebianIndex(IndexImage.TryOpen(bytes)!, architecture);
    }

    private async Task<Result<byte[]>> DownloadAsync(
        Uri suite, Release release, ReleaseFile file, string ending, long expectedSize, CancellationToken cancellation)
    {
        var problem = default(Diagnostic);
        foreach (var uri in PlacesOf(suite, release, file))
        {
            try
            {
                var answer = await fetcher.FetchAsync(
                    new FetchRequest(uri) { Size = file.Size, Sha256 = file.Sha256 },
                    (body, stop) => Task.Run(() => Parse(body, ending, expectedSize, stop), stop),
                    cancellation);
                if (answer.Outcome == FetchOutcome.Fetched)
                    return answer.Value!;
                problem = answer.Problem;
                if (answer.Outcome != FetchOutcome.Missing)
                    break;
            }
            catch (InvalidDataException e)
            {
                return CatalogDiagnostics.MalformedIndex(uri, e.Message);
            }
            catch (DllNotFoundException)
            {
                return CatalogDiagnostics.NoDecoder(ending == ".zst" ? "libzstd.so.1" : "liblzma.so.5");
            }
        }

        return problem!;
    }

    // By hash first: a mirror that is being updated may have another file under the plain name already.
    private static IEnumerable<Uri> PlacesOf(Uri suite, Release release, ReleaseFile file)
    {
        if (release.ByHash)
            yield return new Uri(suite, $"{file.Path[..(file.Path.LastIndexOf('/') + 1)]}by-hash/SHA256/{file.Sha256}");
        yield return new Uri(suite, file.Path);
    }

    private static byte[] Parse(Stream body, string ending, long expectedSize, CancellationToken cancellation)
    {
        using var packages = ending switch
        {
            ".xz" => new XzStream(body, DecoderThreads, leaveOpen: true),
            ".zst" => new ZstdStream(body, leaveOpen: true),
            ".gz" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
            _ => body,
        };
        return PackagesReader.Read(packages, expectedSize, cancellation).Build();
    }
}
