using System.Text.RegularExpressions;
using EnvCompiler.Host.Machine;

namespace EnvCompiler.Store.Collecting;

/// <summary>
/// Roots that systemd's units of this host are to run in, started or not: a unit is installed to be started later, by a boot perhaps, and must find its root then, whatever generations there still are.
/// </summary>
public static partial class InstalledUnits
{
    /// <summary>Where units lie: the system's, all users', and those of each user whose files may be read.</summary>
    public static IReadOnlyList<string> Directories() =>
    [
        "/etc/systemd/system",
        "/etc/systemd/user",
        Path.Combine(HostPlaces.ConfigurationHome, "systemd/user"),
        .. Homes().Select(home => Path.Combine(home, ".config/systemd/user")),
    ];

    /// <summary>Ids of roots, of this store or another: an id is of one content wherever it is.</summary>
    /// <param name="directories">Where units lie; those that are not there, or may not be read, have none.</param>
    internal static IEnumerable<string> Roots(IEnumerable<string> directories) =>
        directories.Distinct(StringComparer.Ordinal).SelectMany(Texts).SelectMany(text => RootId().Matches(text)).Select(match => match.Value);

    private static IEnumerable<string> Texts(string directory)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(directory, "*.service");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or not this user's to read.
            yield break;
        }

        foreach (var file in files)
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A link to nothing (a unit that is masked or disabled), or one that has just gone.
                continue;
            }

            yield return text;
        }
    }

    private static IEnumerable<string> Homes() =>
        File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 5 && fields[5].StartsWith('/')).Select(fields => fields[5]) : [];

    [GeneratedRegex("(?<=/roots/)[0-9a-f]{64}(?=/)")]
    private static partial Regex RootId();
}
