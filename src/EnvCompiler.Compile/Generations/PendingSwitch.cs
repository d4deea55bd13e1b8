using System.Globalization;
using System.Security.Cryptography;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// A switch is one rename, of <c>current</c>, and then the environment's manifest and lock become the generation's. <c>.envc/switch</c> (its number, two SHA-256) says what these
/// were before, so that whoever comes after a crash between the two knows which of them still have to follow, and which a person has edited since.
/// </summary>
internal static class PendingSwitch
{
    /// <summary>Writes down the switch that is to come.</summary>
    internal static void Announce(EnvironmentLock held, int number)
    {
        var layout = held.Layout;
        held.Writer.Replace(layout.Switch, $"{number}\n{HashOf(layout.Manifest)}\n{HashOf(layout.Lock)}\n");
    }

    /// <summary>Makes manifest and lock follow a switch that came about; forgets one that did not.</summary>
    internal static void Finish(EnvironmentLock held)
    {
        var layout = held.Layout;
        if (!File.Exists(layout.Switch))
            return;
        if (File.ReadAllLines(layout.Switch) is [var number, var manifest, var locked] && GenerationNumbers.Live(layout)?.ToString(CultureInfo.InvariantCulture) == number)
        {
            Follow(held, layout.Manifest, manifest, "manifest.toml");
            Follow(held, layout.Lock, locked, "manifest.lock");
        }

        held.Writer.Operations.Unlink(layout.Switch);
        held.Writer.Operations.SyncDirectory(layout.State);
    }

    private static void Follow(EnvironmentLock held, string file, string before, string name)
    {
        if (HashOf(file) != before)
            return;
        var content = File.ReadAllBytes(Path.Combine(held.Layout.Current, name));
        if (Hash(content) != before)
            held.Writer.Replace(file, content);
    }

    // Of a file that is not there: nothing.
    private static string HashOf(string file) => File.Exists(file) ? Hash(File.ReadAllBytes(file)) : "";

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
