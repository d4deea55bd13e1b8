using System.Threading;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>The builds of a native catalog, judged for one target.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="target">The target.</param>
public sealed class NativeBuilds(NativeCatalog catalog, BuildTarget target)
{
    private readonly Dictionary<string, IReadOnlyList<NativeCandidate>> candidates = new(StringComparer.Ordinal);

    /// <summary>The target.</summary>
    public BuildTarget Target => target;

    /// <summary>Every build of a package: highest versions first, of a version the best first; those that cannot run come last of their version.</summary>
    public IReadOnlyList<NativeCandidate> Of(string name)
    {
        if (candidates.TryGetValue(name, out var known))
            return known;
        var judged = new List<NativeCandidate>();
        if (catalog.Packages.TryGetValue(name, out var package))
        {
            foreach (var (version, entry) in package.Versions.OrderByDescending(each => new DebianVersion(each.Key)).ThenBy(each => each.Key, StringComparer.Ordinal))
            {
                var ranked = BuildChooser.Rank(entry.Builds.Select(build => GpuBuilds.Of(build.Key, build.Value)), target);
                judged.AddRange(ranked.Select(build => new NativeCandidate(package, version, entry.Builds[build.Build.Name], build)));
            }
        }

        return candidates[name] = judged;
    }

    /// <summary>Equal for targets that have the same builds in the same order of preference.</summary>
    internal string Preference => string.Join(' ', Runnable.Select(candidate => $"{candidate.Package.Name}/{candidate.Version}/{candidate.Name}"));

    private IEnumerable<NativeCandidate> Runnable => catalog.Packages.Keys.Order(StringComparer.Ordinal).SelectMany(Of).Where(candidate => candidate.Runs);

    /// <summary>The build that a package of <see cref="Suite"/> stands for.</summary>
    internal NativeCandidate Of(DebianPackage package) =>
        Of(package.Name).First(candidate => candidate.Version == package.Version.Text && candidate.Build.Artifact.Path == package.Filename);

    /// <summary>
    /// The builds that run, as a suite of packages that the solver can choose among with all others. Several packages of one version stand in
    /// the order of preference.
    /// </summary>
    internal LoadedSuite Suite() => SuiteOf(Runnable);

    /// <summary>Every version of every package, whether or not it runs on the target, for who looks things up.</summary>
    internal LoadedSuite Overview() =>
        SuiteOf(catalog.Packages.Keys.Order(StringComparer.Ordinal).SelectMany(name => Of(name).DistinctBy(candidate => candidate.Version)));

    private LoadedSuite SuiteOf(IEnumerable<NativeCandidate> listed)
    {
        var architecture = new Target(target.System, "cpu").DebianArchitecture;
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Concat(listed.Select(candidate => Stanza(candidate, architecture)))));
        var index = DebianIndex.Read(text, architecture, CancellationToken.None);
        return new LoadedSuite(new SuiteDefinition { Name = catalog.Name }, new() { Date = "" }, [index]) { Builds = this };
    }

    private static string Stanza(NativeCandidate candidate, string architecture) => $"""
        Package: {candidate.Package.Name}
        Version: {candidate.Version}
        Architecture: {architecture}
        Depends: {string.Join(", ", candidate.Build.Depends ?? [])}
        Filename: {candidate.Build.Artifact.Path}
        Size: {candidate.Build.Artifact.Size}
        SHA256: {candidate.Build.Artifact.Sha256}
        Description: {candidate.Package.Description}


        """;
}
