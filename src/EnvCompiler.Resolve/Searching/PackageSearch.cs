using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Searching;

/// <summary>Looks packages up for people.</summary>
/// <param name="catalogs">In order of preference, all of one architecture.</param>
public sealed class PackageSearch(IReadOnlyList<LoadedCatalog> catalogs)
{
    private readonly IReadOnlyList<SuitePlace> places = SuitePlace.Of(catalogs);

    /// <summary>Packages whose name or synopsis holds every word, whatever the case.</summary>
    /// <param name="words">At least one.</param>
    /// <returns>
    /// A name once, in the version that a manifest without a version would get. Names that are the words come first, then names that start with
    /// the first word, then names that hold all of them, then synopses; equals by name.
    /// </returns>
    public IReadOnlyList<FoundPackage> Search(IReadOnlyList<string> words)
    {
        var best = new Dictionary<string, (SuitePlace Place, DebianPackage Package, int Relevance)>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            foreach (var package in place.Suite.Indexes.SelectMany(index => index.Packages))
            {
                if (RelevanceOf(package, words) is { } relevance
                    && (!best.TryGetValue(package.Name, out var known) || IsPreferred(place, package, known.Place, known.Package)))
                    best[package.Name] = (place, package, relevance);
            }
        }

        return [.. best.Values
            .OrderBy(found => found.Relevance)
            .ThenBy(found => found.Package.Name, StringComparer.Ordinal)
            .Select(found => Found(found.Place, found.Package))];
    }

    /// <summary>Every version of a name in every suite, the preferred one first; empty when there is none.</summary>
    /// <param name="name">The package's name.</param>
    public IReadOnlyList<FoundPackage> Versions(string name) =>
    [
        .. places
            .SelectMany(place => place.Suite.PackagesNamed(name).Select(package => (Place: place, Package: package)))
            .OrderBy(found => found.Place.Rank)
            .ThenByDescending(found => found.Package.Version)
            .Select(found => WithRelations(found.Place, found.Package)),
    ];

    /// <summary>Names of packages that provide a virtual name, sorted.</summary>
    public IReadOnlyList<string> ProvidersOf(string name) =>
        [.. places.SelectMany(place => place.Suite.ProvidersOf(name)).Select(package => package.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Names near to a misspelt one, nearest first.</summary>
    public IReadOnlyList<string> NamesNear(string name) =>
        NearPackages.Of(name, places.Select(place => place.Suite));

    private static bool IsPreferred(SuitePlace place, DebianPackage package, SuitePlace knownPlace, DebianPackage known) =>
        place.Rank != knownPlace.Rank ? place.Rank < knownPlace.Rank : package.Version.CompareTo(known.Version) > 0;

    // Lower is better; null does not match.
    private static int? RelevanceOf(DebianPackage package, IReadOnlyList<string> words)
    {
        var name = package.Name;
        if (words.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return name.Equals(words[0], StringComparison.OrdinalIgnoreCase) ? 0
                : name.StartsWith(words[0], StringComparison.OrdinalIgnoreCase) ? 1
                : 2;
        }

        var description = package.Description;
        return words.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)
                || description.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? 3
            : null;
    }

    private static FoundPackage Found(SuitePlace place, DebianPackage package) => new()
    {
        Name = package.Name,
        Version = package.Version.Text,
        Architecture = package.Architecture,
        Catalog = place.Catalog,
        Suite = place.Suite.Suite.Name,
        Section = package.Section,
        Description = package.Description,
        Size = package.Size,
    };

    private static FoundPackage WithRelations(SuitePlace place, DebianPackage package) => Found(place, package) with
    {
        Depends = [.. package.PreDepends.Concat(package.Depends).Select(dependency => dependency.ToString())],
        Provides = [.. package.Provides.Select(relation => relation.ToString())],
        Conflicts = [.. package.Conflicts.Concat(package.Breaks).Select(relation => relation.ToString())],
    };
}
