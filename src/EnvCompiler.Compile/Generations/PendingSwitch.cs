using System.Globalization;
using System.Text;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// A switch is one rename, of <c>current</c>, and then the environment's manifest and lock become the generation's. <c>.envc/switch</c> (its number, two SHA-256) says what these
/// were before, so that whoever comes after a crash between the two knows which of them still have to follow, and which a person has edited since.
/// </summary>
internal static class PendingSwitch
{
    /// <summary>Writes down the switch that is to come. The caller syncs the state's directory before anything else follows.</summary>
    internal static void Announce(EnvironmentLock held, int number)
    {
        var layout = held.Layout;
        var record = $"{number}\n{PendingFile.HashOf(layout.Manifest)}\n{PendingFile.HashOf(layout.Lock)}\n";
        held.Writer.ReplaceUnsynced(layout.Switch, Encoding.ASCII.GetBytes(record));
    }

    /// <summary>Makes manifest and lock follow a switch that came about; forgets one that did not.</summary>
    internal static void Finish(EnvironmentLock held)
    {
        var layout = held.Layout;
        if (!File.Exists(layout.Switch))
            return;
        if (File.ReadAllLines(layout.Switch) is [var number, var manifest, var locked] && GenerationNumbers.Live(layout)?.ToString(CultureInfo.InvariantCulture) == number)
        {
            PendingFile.Follow(
                held,
                (File.ReadAllBytes(Path.Combine(layout.Current, "manifest.toml")), manifest),
                (File.ReadAllBytes(Path.Combine(layout.Current, "manifest.lock")), locked));
        }

        held.Writer.Operations.Unlink(layout.Switch);
        held.Writer.Operations.SyncDirectory(layout.State);
    }
}
