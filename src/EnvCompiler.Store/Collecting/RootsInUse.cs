using System.Text.RegularExpressions;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Collecting;

/// <summary>Roots that running processes are in, whatever generations there still are: by what is mounted for them.</summary>
internal static partial class RootsInUse
{
    /// <summary>Ids of roots, of processes that this user may look at.</summary>
    /// <param name="store">The store.</param>
    internal static IEnumerable<string> Find(StoreLayout store)
    {
        var place = $"/{Path.GetFileName(store.Roots)}/";
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(directory["/proc/".Length])))
        {
            foreach (var line in Mounts(process).Where(line => line.Contains(place, StringComparison.Ordinal)))
            {
                foreach (Match match in Id().Matches(line))
                    found.Add(match.Value);
            }
        }

        return found;
    }

    private static string[] Mounts(string process)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(process, "mountinfo"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return [];
        }
    }

    [GeneratedRegex("(?<=/)[0-9a-f]{64}(?=/)")]
    private static partial Regex Id();
}
