using System.Text.Json;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Locks;

/// <summary>What of a manifest a lock answers to.</summary>
public static class LockRequests
{
    private const string DefaultSystem = "x86_64-linux";
    private const string DefaultAccelerator = "cpu";
    private const string DefaultSuite = "trixie";
    private const string DefaultComponent = "main";

    /// <summary>The normalised request: defaults written out, sets sorted, nothing that resolution does not see.</summary>
    public static LockRequest From(Manifest manifest)
    {
        var catalogs = manifest.Catalogs.Select(entry => Normalise(entry.Key, entry.Value, manifest.Options.Allow)).ToList();
        if (catalogs.Count == 0)
            catalogs.Add(Normalise("debian", new CatalogDefinition { Type = "debian" }, manifest.Options.Allow));
        return new LockRequest
        {
            Catalogs = catalogs,
            Install = Sorted(manifest.Install, Normalise),
            Models = Sorted(manifest.Models, model => model),
            Targets = Targets(manifest.Options),
            Driver = manifest.Options.Promise.Driver is { } driver ? $">={driver}" : null,
            CpuLevel = manifest.Options.CpuLevel,
            AllowPreReleases = manifest.Options.Semver.AllowPreReleases ? true : null,
            Alternatives = manifest.Options.Alternatives.Count > 0 ? Sorted(manifest.Options.Alternatives, choice => choice) : null,
            Base = manifest.Options.Base,
        };
    }

    /// <summary>Whether the lock answers to the manifest: comments, hooks, services and the order of packages do not count.</summary>
    public static bool IsFresh(Lock locked, Manifest manifest) => AreEqual(locked.Request, From(manifest));

    /// <summary>Structural equality. The written form is what is compared, so a new property cannot be forgotten.</summary>
    public static bool AreEqual(LockRequest first, LockRequest second) =>
        Bytes(first).AsSpan().SequenceEqual(Bytes(second));

    private static byte[] Bytes(LockRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, LockJson.Readable.LockRequest);

    private static RequestedCatalog Normalise(string name, CatalogDefinition catalog, AllowOptions allow)
    {
        if (catalog.Type == CatalogDefinition.Native)
            return new RequestedCatalog { Name = name, Type = catalog.Type, Location = catalog.Location is { } location && CatalogDefinition.IsRepository(location) ? null : catalog.Location, Suites = [], Components = [] };
        var components = catalog.Components.Count > 0 ? catalog.Components : [DefaultComponent];
        return new RequestedCatalog
        {
            Name = name,
            Type = catalog.Type,
            Suites = catalog.Suites.Count > 0 ? catalog.Suites : [new SuiteDefinition { Name = DefaultSuite }],
            Components = [.. components.Where(allow.Allows)],
        };
    }

    private static PackageRequest Normalise(PackageRequest package) =>
        package.Systems is { } systems ? package with { Systems = SortedSet(systems) } : package;

    private static IReadOnlyList<string> Targets(Options options)
    {
        IReadOnlyList<string> systems = options.Systems.Count > 0 ? options.Systems : [DefaultSystem];
        IReadOnlyList<string> accelerators = options.Targets.Count > 0 ? options.Targets : [DefaultAccelerator];
        return SortedSet(systems.SelectMany(system => accelerators.Select(accelerator => $"{system}/{accelerator}")));
    }

    private static IReadOnlyList<string> SortedSet(IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> values, Func<T, T> normalise)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            sorted.Add(name, normalise(value));
        return sorted;
    }
}
