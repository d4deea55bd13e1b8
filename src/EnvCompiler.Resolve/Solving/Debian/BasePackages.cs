namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>
/// What every host root holds beside what was asked for (<c>base-packages.txt</c> and the Essential packages). Policy 3.8 lets packages use
/// Essential ones without saying so; the closure of git, for one, has no shell.
/// </summary>
public static class BasePackages
{
    /// <summary>Names, sorted: the Essential ones of the preferred suite and those of the data file.</summary>
    /// <param name="places">Suites in order of preference.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<SuitePlace> places)
    {
        var names = new SortedSet<string>(PackageList.Read("base-packages.txt").Lines, StringComparer.Ordinal);
        foreach (var place in places)
        {
            if (place.Rank != places[0].Rank)
                continue;
            foreach (var package in place.Suite.Essential)
                names.Add(package.Name);
        }

        return [.. names];
    }
}
