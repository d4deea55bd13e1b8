using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>Debian's own suites, from this host's mirror, verified with the keys that ship with envc.</summary>
internal static class RealCatalog
{
    /// <summary>Loads suites into a store below a directory.</summary>
    internal static async Task<LoadedCatalog> LoadAsync(
        TemporaryDirectory directory, string[] suites, string[] components, string architecture = "amd64", bool offline = false)
    {
        using var handler = HttpFetcher.CreateHandler();
        using var catalog = new DebianCatalog(
            new StoreLayout(directory.File("store")), new PosixFileOperations(), handler, new ProcessRunner(), TimeProvider.System, DebianMirrors.OfThisHost());
        var requested = new RequestedCatalog
        {
            Name = "debian",
            Type = "debian",
            Suites = [.. suites.Select(name => new SuiteDefinition { Name = name, AllowExpired = true })],
            Components = components,
        };
        var manifest = new ManifestSource("manifest.toml", new Manifest(), new Dictionary<string, SourcePlace>());
        return (await catalog.LoadAsync(new CatalogRequest(requested, architecture, manifest) { Offline = offline }, default)).Value;
    }
}
