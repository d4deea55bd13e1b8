using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Publishing;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Resolve.Locking;

/// <summary>Holds what native catalogs say of the builds that a lock chose against their files, before anybody relies on it.</summary>
/// <param name="artifacts">Reads the files.</param>
internal sealed class LockedClaims(IArtifactReader artifacts)
{
    /// <summary>Every claim that a file belies, and every artifact that is not there as the catalog says.</summary>
    /// <param name="locked">The lock.</param>
    /// <param name="catalogs">The catalogs that it was made of.</param>
    /// <param name="locationOf">Where the manifest names a catalog.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<Diagnostic>> CheckAsync(
        Lock locked, IEnumerable<LoadedCatalog> catalogs, Func<string, string> locationOf, CancellationToken cancellation)
    {
        var native = catalogs.Where(catalog => catalog.Native is not null).DistinctBy(catalog => catalog.Name).ToDictionary(catalog => catalog.Name, catalog => catalog.Native!);
        var problems = new List<Diagnostic>();
        foreach (var package in locked.Packages.Values)
        {
            if (package.Build is not { } build)
                continue;
            var catalog = native[package.Catalog];
            var place = new SourcePlace(Path.Combine(locationOf(package.Catalog), "packages", package.Name + ".json"));
            var subject = $"{package.Name} {package.Version} {build.Name}";
            if (!catalog.IsRemote && Missing(Path.Combine(catalog.Directory, package.Path), package.Size) is { } reason)
            {
                problems.Add(NativeDiagnostics.NoArtifact(place, subject, package.Path, reason));
                continue;
            }

            var read = await artifacts.ReadAsync(package, catalog.Directory, cancellation);
            problems.AddRange(read.Diagnostics.Where(problem => problem.Severity == Severity.Error));
            if (!read.TryGet(out var facts))
                continue;
            var claim = catalog.Packages[package.Name].Versions[package.Version].Builds[build.Name];
            problems.AddRange(new ClaimCheck(subject, claim, facts, place).Problems());
        }

        return problems;
    }

    // The store may have it from before; whoever builds from the lock elsewhere has not.
    private static string? Missing(string path, long size)
    {
        var file = new FileInfo(path);
        return !file.Exists ? "it is not there" : file.Length != size ? $"it has {file.Length} bytes and not {size}" : null;
    }
}
