using System.Globalization;
using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// A switch is one rename, of <c>current</c>, and then the environment's manifest and lock become the generation's. <c>.envc/switch</c> (its number, and where <see cref="KeptFiles"/>
/// has both as they were before, a line each) is for whoever comes after a crash between the two: which of them still have to follow, and which a person has edited since.
/// </summary>
internal static class PendingSwitch
{
    /// <summary>Writes down the switch that is to come. The caller syncs the state's directory before anything else follows.</summary>
    internal static void Announce(EnvironmentLock held, int number, KeptFiles before)
    {
        var record = $"{number}\n{before.Manifest}\n{before.Lock}\n";
        held.Writer.ReplaceUnsynced(held.Layout.Switch, Encoding.UTF8.GetBytes(record));
    }

    /// <summary>Makes manifest and lock follow a switch that came about; forgets one that did not.</summary>
    internal static void Finish(EnvironmentLock held)
    {
        var layout = held.Layout;
        if (!File.Exists(layout.Switch))
            return;
        if (SmallFile.ReadText(layout.Switch).Split('\n') is [var number, var manifest, var locked, ""] && GenerationNumbers.Live(layout)?.ToString(CultureInfo.InvariantCulture) == number)
        {
            PendingFile.Follow(
                held,
                manifest: IsStill(layout, layout.Manifest, manifest) ? SmallFile.ReadBytes(Path.Combine(layout.Current, "manifest.toml")) : null,
                locked: IsStill(layout, layout.Lock, locked) ? SmallFile.ReadBytes(Path.Combine(layout.Current, "manifest.lock")) : null);
        }

        held.Writer.Operations.Unlink(layout.Switch);
        held.Writer.Operations.SyncDirectory(layout.State);
    }

    private static bool IsStill(EnvironmentLayout layout, string file, string copy) =>
        copy.Length == 0 ? !File.Exists(file) : SameFile.Content(file, Path.Combine(layout.State, copy));
}
