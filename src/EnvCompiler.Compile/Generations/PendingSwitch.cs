using System.Security.Cryptography;
using System.Text.Json;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// A switch is one rename, of <c>current</c>, and then the environment's manifest and lock become the generation's. <c>.envc/switch.json</c> says what these
/// were before, so that whoever comes after a crash between the two knows which of them still have to follow, and which a person has edited since.
/// </summary>
internal static class PendingSwitch
{
    /// <summary>Writes down the switch that is to come.</summary>
    internal static void Announce(EnvironmentLock held, int number)
    {
        var layout = held.Layout;
        var switching = new SwitchRecord { Generation = number, Manifest = HashOf(layout.Manifest), Lock = HashOf(layout.Lock) };
        held.Writer.Replace(layout.Switch, JsonSerializer.SerializeToUtf8Bytes(switching, HistoryJson.Default.SwitchRecord));
    }

    /// <summary>Makes manifest and lock follow a switch that came about; forgets one that did not.</summary>
    internal static void Finish(EnvironmentLock held)
    {
        var layout = held.Layout;
        if (!File.Exists(layout.Switch))
            return;
        var switching = JsonSerializer.Deserialize(File.ReadAllBytes(layout.Switch), HistoryJson.Default.SwitchRecord)!;
        if (GenerationNumbers.Live(layout) == switching.Generation)
        {
            Follow(held, layout.Manifest, switching.Manifest, "manifest.toml");
            Follow(held, layout.Lock, switching.Lock, "manifest.lock");
        }

        held.Writer.Operations.Unlink(layout.Switch);
        held.Writer.Operations.SyncDirectory(layout.State);
    }

    private static void Follow(EnvironmentLock held, string file, string? before, string name)
    {
        if (HashOf(file) != before)
            return;
        var content = File.ReadAllBytes(Path.Combine(held.Layout.Current, name));
        if (Hash(content) != before)
            held.Writer.Replace(file, content);
    }

    private static string? HashOf(string file) => File.Exists(file) ? Hash(File.ReadAllBytes(file)) : null;

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
