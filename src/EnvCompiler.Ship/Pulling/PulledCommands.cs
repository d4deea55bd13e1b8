using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Ship.Artifacts;

namespace EnvCompiler.Ship.Pulling;

/// <summary>
/// <c>.envc/pulled/N.json</c>: what a pulled generation came with besides manifest and lock. This host composes roots of its own targets only, and whoever promotes the generation to
/// another registry still pushes it for all.
/// </summary>
/// <param name="layout">The environment.</param>
public sealed class PulledCommands(EnvironmentLayout layout)
{
    /// <summary>Keeps those of generations that are about to appear.</summary>
    /// <param name="writer">Writes.</param>
    /// <param name="generations">What was pulled.</param>
    public void Write(FileWriter writer, IReadOnlyList<ShippedGeneration> generations)
    {
        if (generations.Count == 0)
            return;
        var directory = Path.GetDirectoryName(layout.PulledCommands(generations[0].Number))!;
        writer.EnsureSyncedDirectory(directory);
        writer.SweepTemporaries(Path.Combine(directory, "*"));
        foreach (var generation in generations)
            writer.ReplaceUnsynced(layout.PulledCommands(generation.Number), JsonSerializer.SerializeToUtf8Bytes(generation.Commands, ShipJson.Default.BuiltCommands));
        writer.Operations.SyncDirectory(directory);
    }

    /// <summary>Those of a generation; null where none are kept, or those of another one that had its number.</summary>
    /// <param name="number">The generation.</param>
    /// <param name="generation">Its <c>generation.json</c>.</param>
    /// <param name="locked">Its lock.</param>
    /// <exception cref="IOException">The file is not what envc wrote.</exception>
    public BuiltCommands? Read(int number, Generation generation, Lock locked)
    {
        var path = layout.PulledCommands(number);
        if (!File.Exists(path))
            return null;
        BuiltCommands commands;
        try
        {
            commands = JsonSerializer.Deserialize(File.ReadAllBytes(path), ShipJson.Default.BuiltCommands)!;
        }
        catch (JsonException e)
        {
            throw new IOException($"`{path}` is not what envc wrote: {JsonText.Reason(e)}", e);
        }

        return commands.RootsOf(locked) is { } roots && roots.Count == generation.Targets.Count && roots.All(each => IsOf(generation, each.Key.ToString(), each.Value)) ? commands : null;
    }

    private static bool IsOf(Generation generation, string target, IReadOnlyDictionary<string, RealisedRoot> groups) =>
        generation.Targets.TryGetValue(target, out var compiled) && compiled.Roots.Count == groups.Count && groups.All(group => compiled.Roots.GetValueOrDefault(group.Key) == group.Value.Id);
}
