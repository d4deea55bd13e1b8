using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>One suite of one catalog in the order of preference.</summary>
/// <param name="Catalog">The catalog's name in the manifest.</param>
/// <param name="Suite">The suite's packages.</param>
/// <param name="Rank">Lower is preferred, before versions are compared.</param>
public sealed record SuitePlace(string Catalog, LoadedSuite Suite, int Rank)
{
    private static readonly string[] Pockets = ["-security", "-updates"];

    /// <summary>
    /// Catalogs in order, suites in order. <c>X-security</c> and <c>X-updates</c> rank with <c>X</c> where the catalog has it:
    /// among them the highest version wins.
    /// </summary>
    public static IReadOnlyList<SuitePlace> Of(IReadOnlyList<LoadedCatalog> catalogs)
    {
        var places = new List<SuitePlace>();
        foreach (var catalog in catalogs)
        {
            var first = places.Count;
            for (var i = 0; i < catalog.Suites.Count; i++)
            {
                var suite = catalog.Suites[i];
                var peer = IndexOfPeer(catalog.Suites, i);
                places.Add(new SuitePlace(catalog.Name, suite, first + peer));
            }
        }

        return places;
    }

    private static int IndexOfPeer(IReadOnlyList<LoadedSuite> suites, int index)
    {
        var name = BaseName(suites[index].Suite.Name);
        for (var i = 0; i < index; i++)
        {
            if (BaseName(suites[i].Suite.Name) == name)
                return i;
        }

        return index;
    }

    private static string BaseName(string suite)
    {
        foreach (var pocket in Pockets)
        {
            if (suite.EndsWith(pocket, StringComparison.Ordinal))
                return suite[..^pocket.Length];
        }

        return suite;
    }
}
