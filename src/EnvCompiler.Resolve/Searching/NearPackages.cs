using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Searching;

/// <summary>Packages that a name of none may have meant.</summary>
public static class NearPackages
{
    /// <summary>
    /// Misspelt names first (<see cref="NearNames"/>), then names that hold this one whole (<c>transformers</c>:
    /// <c>python3-transformers</c>), shortest first. Names that are only provided are left out: they cannot be installed.
    /// </summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="suites">Where.</param>
    /// <param name="count">At most so many.</param>
    public static IReadOnlyList<string> Of(string name, IEnumerable<LoadedSuite> suites, int count = 3)
    {
        var names = suites.SelectMany(suite => suite.PackageNames).ToList();
        var near = NearNames.Of(name, names, count);
        if (near.Count == count || name.Length == 0)
            return near;
        var holding = names.Where(other => Holds(other, name)).OrderBy(other => other.Length).ThenBy(other => other, StringComparer.Ordinal);
        return [.. near.Concat(holding).Distinct(StringComparer.Ordinal).Take(count)];
    }

    private static bool Holds(string other, string name)
    {
        var at = other.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || !char.IsAsciiLetterOrDigit(other[at - 1]))
            && (at + name.Length == other.Length || !char.IsAsciiLetterOrDigit(other[at + name.Length]));
    }
}
