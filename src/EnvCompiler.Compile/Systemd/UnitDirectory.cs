using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Compile.Systemd;

/// <summary>
/// A directory of unit files, of which an environment has some. Whatever interrupts a change: every unit is whole, the target wants only units that are there, and the same change again
/// brings it to its end.
/// </summary>
/// <param name="place">Absolute path.</param>
/// <param name="directory">The environment's.</param>
/// <param name="writer">Writes.</param>
public sealed class UnitDirectory(string place, string directory, FileWriter writer)
{
    private readonly string owner = UnitOwner.Of(directory);

    /// <summary>What writing would change.</summary>
    /// <param name="units">All units that the environment is to have, by name; empty to remove it.</param>
    /// <returns>The changes; ENVC0434 where a name is another environment's or nobody's of envc.</returns>
    public Result<UnitChanges> Compare(IReadOnlyDictionary<string, string> units)
    {
        var taken = units.Keys.Select(name => (Name: name, Owner: OwnerOf(name))).FirstOrDefault(unit => unit.Owner is { } other && other != owner);
        if (taken.Owner is not null)
            return CompileDiagnostics.UnitTaken(Path.Combine(place, taken.Name), taken.Owner);
        return new UnitChanges(
            [.. units.Where(unit => !File.Exists(PlaceOf(unit.Key)) || File.ReadAllText(PlaceOf(unit.Key)) != unit.Value).Select(unit => unit.Key)],
            [.. Own().Where(name => !units.ContainsKey(name))]);
    }

    /// <summary>Names of the environment's units that are there, targets last.</summary>
    public IEnumerable<string> Own() => !Directory.Exists(place) ? [] : Directory.EnumerateFiles(place, $"{UnitNames.Prefix}*").Select(file => Path.GetFileName(file))
        .Where(name => IsUnit(name) && OwnerOf(name) == owner).OrderBy(IsTarget).ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>Changes it, under the environment's lock: services before the target that wants them, and what goes after that.</summary>
    public void Write(IReadOnlyDictionary<string, string> units, UnitChanges changes)
    {
        if (changes.IsEmpty)
            return;
        writer.EnsureSyncedDirectory(place);
        foreach (var name in units.Keys)
            writer.SweepTemporaries(PlaceOf(name));
        foreach (var name in changes.Written.OrderBy(IsTarget))
            writer.Replace(PlaceOf(name), Encoding.UTF8.GetBytes(units[name]));
        foreach (var name in changes.Removed.OrderByDescending(IsTarget))
            Remove(name);
        writer.Operations.SyncDirectory(place);
    }

    // Links by which a unit is enabled are no units: systemd would start what it finds through them by no file at all.
    private void Remove(string name)
    {
        foreach (var wanting in Directory.EnumerateDirectories(place).Where(path => path.EndsWith(".wants", StringComparison.Ordinal) || path.EndsWith(".requires", StringComparison.Ordinal)))
            writer.Operations.Unlink(Path.Combine(wanting, name));
        writer.Operations.Unlink(PlaceOf(name));
    }

    // An empty text where it is not envc's.
    private string? OwnerOf(string name) => File.Exists(PlaceOf(name)) ? UnitOwner.Find(File.ReadAllText(PlaceOf(name))) ?? "" : null;

    private string PlaceOf(string name) => Path.Combine(place, name);

    private static bool IsUnit(string name) => IsTarget(name) || name.EndsWith(".service", StringComparison.Ordinal);

    private static bool IsTarget(string name) => name.EndsWith(".target", StringComparison.Ordinal);
}
