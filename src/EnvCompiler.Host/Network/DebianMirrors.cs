using System.Globalization;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Host.Network;

/// <summary>
/// Where Debian can be had from this host. The mirror is the catalog's, else <c>ENVC_DEBIAN_MIRROR</c>; else the host's apt sources
/// where they serve Debian, and after them the official mirror. Locks never hold a host name, so two hosts may use different ones.
/// </summary>
public sealed class DebianMirrors
{
    /// <summary>A Release is imported into the snapshot archive hours after its date, and its files stay for more than a day.</summary>
    private static readonly TimeSpan SnapshotDelay = TimeSpan.FromHours(12);

    private readonly DebianArchives archives;
    private readonly string? variable;
    private readonly Lazy<IReadOnlyList<Uri>> aptBases;

    /// <summary>Mirrors by explicit sources of knowledge.</summary>
    /// <param name="archives">Usually <see cref="DebianArchives.Official"/>.</param>
    /// <param name="variable">Value of <c>ENVC_DEBIAN_MIRROR</c>, or null.</param>
    /// <param name="aptDirectory">Usually <c>/etc/apt</c>.</param>
    public DebianMirrors(DebianArchives archives, string? variable, string aptDirectory)
    {
        this.archives = archives;
        this.variable = string.IsNullOrEmpty(variable) ? null : variable;
        aptBases = new Lazy<IReadOnlyList<Uri>>(() => [.. AptSources.Read(aptDirectory).Where(ServesDebian).Select(source => source.Uri).Distinct()]);
    }

    /// <summary>What this host's variables and apt say.</summary>
    public static DebianMirrors OfThisHost() =>
        new(DebianArchives.Official, Environment.GetEnvironmentVariable("ENVC_DEBIAN_MIRROR"), "/etc/apt");

    /// <summary>The mirror that <c>ENVC_DEBIAN_MIRROR</c> names, as written, or null.</summary>
    public string? Variable => variable;

    /// <summary>Names of Debian's releases, for suggestions.</summary>
    public IReadOnlyList<string> KnownReleases => archives.Releases;

    /// <summary>Base addresses that may serve a suite's <c>dists/</c>, best first; each ends with a slash.</summary>
    /// <param name="mirror">The catalog's own mirror, or null.</param>
    /// <param name="suite">Suite or codename.</param>
    /// <param name="snapshot">A pinned moment: then only the snapshot archive will do.</param>
    public IReadOnlyList<Uri> ForIndexes(string? mirror, string suite, string? snapshot)
    {
        var archive = archives.Of(suite);
        if (snapshot is not null)
            return [archive.SnapshotAt(snapshot)];
        if (BaseOf(mirror ?? variable) is { } named)
            return [.. OnMirror(named, archive).Distinct()];
        return [.. aptBases.Value.Where(uri => DirectoryOf(uri) == archive.Directory)
            .Concat(aptBases.Value.SelectMany(uri => OnMirror(uri, archive)).Where(uri => DirectoryOf(uri) == archive.Directory))
            .Append(archive.Official)
            .Distinct()];
    }

    /// <summary>Base addresses for the <c>pool/</c> paths of a lock: mirrors, then snapshots of the moments when it was locked.</summary>
    public IReadOnlyList<Uri> ForArtifacts(Manifest manifest, Lock locked)
    {
        var mirrors = new List<Uri>();
        var snapshots = new List<Uri>();
        foreach (var (key, index) in locked.Indexes)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var (catalog, suite) = (key[..slash], key[(slash + 1)..]);
            mirrors.AddRange(ForIndexes(manifest.Catalogs.GetValueOrDefault(catalog)?.Mirror, suite, snapshot: null));
            snapshots.Add(archives.Of(suite).SnapshotAt(MomentAfter(index.Date)));
        }

        return [.. mirrors.Concat(snapshots).Distinct()];
    }

    /// <summary>Whether a text is a usable mirror address.</summary>
    public static bool IsMirror(string text) => BaseOf(text) is not null;

    // The other archives lie beside the main one on mirrors that have them, or under the same address.
    private static IEnumerable<Uri> OnMirror(Uri mirror, DebianArchive archive)
    {
        if (DirectoryOf(mirror).StartsWith("debian", StringComparison.Ordinal))
            yield return new Uri(mirror, $"../{archive.Directory}/");
        yield return mirror;
    }

    private bool ServesDebian(AptSource source) =>
        archives.Archives.Any(archive => archive.Directory == DirectoryOf(source.Uri))
        && source.Suites.Count > 0
        && source.Suites.All(archives.IsSuite)
        && source.SignedBy?.Contains("debian-archive", StringComparison.Ordinal) != false;

    private static string DirectoryOf(Uri uri) => uri.AbsolutePath.TrimEnd('/').Split('/')[^1];

    private static Uri? BaseOf(string? text) =>
        Uri.TryCreate(text?.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static string MomentAfter(string date) =>
        (DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + SnapshotDelay)
            .ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
