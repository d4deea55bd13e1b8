using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.Resolve.Solving.Debian;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>Downloaded indexes as one catalog of envc, in order of preference, and locks made from it. Not safe for several threads.</summary>
public sealed class Archive
{
    private const string Catalog = "debian";

    private readonly string architecture;
    private readonly Dictionary<string, IReadOnlyList<LoadedCatalog>> catalogs;
    private readonly Lazy<DebianSolvables> solvables;

    /// <summary>Over plain Packages files.</summary>
    /// <param name="architecture">Debian architecture of all of them.</param>
    /// <param name="files">With the suite that each is of; the components of a suite follow each other.</param>
    public Archive(string architecture, params IReadOnlyList<(string Suite, string File)> files)
    {
        this.architecture = architecture;
        var suites = files.GroupBy(file => file.Suite, file => Read(file.File), StringComparer.Ordinal)
            .Select(suite => new LoadedSuite(new SuiteDefinition { Name = suite.Key }, new LockedIndex { Date = "2026-11-01T00:00:00Z" }, [.. suite]))
            .ToList();
        catalogs = new(StringComparer.Ordinal) { [architecture] = [new LoadedCatalog(Catalog, architecture, suites)] };
        solvables = new(() => new DebianSolvables(SuitePlace.Of(catalogs[architecture]), architecture, _ => false));
    }

    /// <summary>The suites, in order of preference.</summary>
    public IReadOnlyList<LoadedSuite> Suites => catalogs[architecture][0].Suites;

    /// <summary>Every package of every suite.</summary>
    public IEnumerable<DebianPackage> Packages => Suites.SelectMany(suite => suite.Indexes).SelectMany(index => index.Packages);

    /// <summary>Its packages as the solver sees them.</summary>
    public DebianSolvables Solvables => solvables.Value;

    /// <summary>Locks one package as <c>envc lock</c> does.</summary>
    /// <param name="name">Package name.</param>
    /// <param name="withBase">Whether the root gets the base packages.</param>
    public Result<Lock> Lock(string name, bool withBase = false)
    {
        var system = architecture == "arm64" ? "aarch64-linux" : "x86_64-linux";
        var source = ManifestReader.Read("manifest.toml", $"""
            version = 1
            [options]
            base = {(withBase ? "true" : "false")}
            systems = ["{system}"]
            [install]
            drawn.pkg-path = "{name}"
            """).Value;
        return new LockBuilder(source, LockRequests.From(source.Manifest), catalogs, previous: null).Build(new(StringComparer.Ordinal));
    }

    private DebianIndex Read(string file)
    {
        using var text = File.OpenRead(file);
        return DebianIndex.Read(text, architecture, CancellationToken.None);
    }
}
