namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>A Debian catalog ready to resolve from.</summary>
/// <param name="Name">The catalog's name in the manifest.</param>
/// <param name="Architecture">Debian architecture it was loaded for.</param>
/// <param name="Suites">In the catalog's order of preference.</param>
public sealed record LoadedCatalog(string Name, string Architecture, IReadOnlyList<LoadedSuite> Suites);
