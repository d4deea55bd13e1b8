using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>Which Release to get, and what it must be.</summary>
/// <param name="Catalog">Where it is asked for.</param>
/// <param name="Suite">Its suite.</param>
/// <param name="Keyring">Who may have signed it.</param>
/// <param name="Mirrors">Who may serve it, best first.</param>
internal sealed record ReleaseRequest(CatalogRequest Catalog, SuiteDefinition Suite, Keyring Keyring, IReadOnlyList<Uri> Mirrors)
{
    /// <summary>Where the manifest names the suite.</summary>
    internal SourcePlace Place => Catalog.PlaceOf("suites");

    /// <summary>The signed file on a mirror.</summary>
    internal Uri InRelease(Uri mirror) => new(mirror, $"dists/{Uri.EscapeDataString(Suite.Name)}/InRelease");
}
