using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Collecting;

/// <summary>
/// What systemd's units are to run in, started or not: a unit is there to be started later, by a boot perhaps, and must find its root and its launcher then, whatever generations there still are.
/// </summary>
public static class SystemdUnits
{
    /// <summary>Where managers of this host read units: the system's, all users', and those of each user.</summary>
    public static IReadOnlyList<string> Places() =>
    [
        "/etc/systemd/system",
        "/run/systemd/system",
        "/usr/local/lib/systemd/system",
        "/usr/lib/systemd/system",
        "/etc/systemd/user",
        "/usr/lib/systemd/user",
        Path.Combine(HostPlaces.ConfigurationHome, "systemd/user"),
        .. Homes().Select(home => Path.Combine(home, ".config/systemd/user")),
    ];

    /// <summary>Adds what the units of some places name; those that are not there, or not this user's to read, have none.</summary>
    /// <param name="needs">Where to.</param>
    /// <param name="places">Of <see cref="Places"/>.</param>
    public static void Add(StoreNeeds needs, IEnumerable<string> places)
    {
        foreach (var place in places.Distinct(StringComparer.Ordinal))
        {
            try
            {
                Read(needs, place);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's, whose units of this store are exports too.
            }
        }
    }

    /// <summary>Adds what the units that were exported to a directory name.</summary>
    /// <param name="needs">Where to.</param>
    /// <param name="directory">Absolute; one that is not there has none.</param>
    /// <returns>ENVC0325 where it cannot be read; else null.</returns>
    public static Diagnostic? AddExported(StoreNeeds needs, string directory)
    {
        try
        {
            Read(needs, directory);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StoreDiagnostics.UnknownUnits(directory, e.Message);
        }
    }

    private static void Read(StoreNeeds needs, string directory)
    {
        if (!ExistingPath.IsThere(directory))
            return;
        foreach (var file in Directory.GetFiles(directory, "*.service"))
        {
            try
            {
                StoreNames.AddTo(needs, File.ReadAllText(file));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // A link to nothing (a unit that is masked or disabled), or one that has just gone.
            }
        }
    }

    private static IEnumerable<string> Homes() =>
        File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 5 && fields[5].StartsWith('/')).Select(fields => fields[5]) : [];
}
