using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Catalogs;

/// <summary>Which catalog to load, and for what.</summary>
/// <param name="Catalog">The catalog, its defaults filled in.</param>
/// <param name="Architecture">Debian architecture, <c>amd64</c>.</param>
/// <param name="Manifest">Gives the catalog's mirror and keyring, and the places that diagnostics point at.</param>
public sealed record CatalogRequest(RequestedCatalog Catalog, string Architecture, ManifestSource Manifest)
{
    /// <summary>Use what the store has and touch no network.</summary>
    public bool Offline { get; init; }

    /// <summary>The catalog's entry in the manifest, or null where it is the default one.</summary>
    internal CatalogDefinition? Definition => Manifest.Manifest.Catalogs.GetValueOrDefault(Catalog.Name);

    /// <summary>The place of one of the catalog's keys in the manifest.</summary>
    internal SourcePlace PlaceOf(string key) => Manifest.PlaceOf($"catalogs.{Catalog.Name}.{key}");
}
