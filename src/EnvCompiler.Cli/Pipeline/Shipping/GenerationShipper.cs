using System.Text.Json;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Store;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Reads generations of an environment as they are pushed.</summary>
/// <param name="layout">The environment.</param>
/// <param name="store">Where its roots are.</param>
/// <param name="history">Its history.</param>
internal sealed class GenerationShipper(EnvironmentLayout layout, StoreLayout store, IReadOnlyList<HistoryEntry> history)
{
    /// <summary>A generation; null where its files are gone; ENVC1040 where its roots are.</summary>
    internal Result<ShippedGeneration?> Read(int number)
    {
        if (GenerationReader.Missing(layout, number) is not null)
            return Result<ShippedGeneration?>.Success(null);
        var generation = new GenerationReader(layout).Generation(number);
        var lockPath = Path.Combine(layout.Generation(number), "manifest.lock");
        var lockBytes = File.ReadAllBytes(lockPath);
        if (RootsOf(generation) is not { } roots)
        {
            if (!LockFile.Read(ShownPath.Of(lockPath), lockBytes).TryGet(out var locked, out var problems))
                return Result<ShippedGeneration?>.Failure(problems);
            return new PulledCommands(layout).Read(number, generation, locked) is { } pulled ? Shipped(number, generation, lockBytes, pulled) : ShipDiagnostics.RootsGone(number);
        }

        return Shipped(number, generation, lockBytes, BuiltCommands.Of(roots));
    }

    // Null where the store lacks one.
    private Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>? RootsOf(Generation generation)
    {
        var roots = new Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>();
        foreach (var (name, target) in generation.Targets)
        {
            var groups = new Dictionary<string, RealisedRoot>(StringComparer.Ordinal);
            foreach (var (group, id) in target.Roots)
            {
                if (RootReader.TryOpen(store, id) is not { } root)
                    return null;
                groups.Add(group, root);
            }

            roots.Add(Target.TryParse(name, out var parsed) ? parsed : throw new JsonException($"`{name}` is no target"), groups);
        }

        return roots;
    }

    private ShippedGeneration? Shipped(int number, Generation generation, byte[] lockBytes, BuiltCommands commands) => new()
    {
        Entry = history.First(entry => entry.Generation == number),
        Manifest = File.ReadAllBytes(Path.Combine(layout.Generation(number), "manifest.toml")),
        Lock = lockBytes,
        Commands = commands,
        EnvcVersion = generation.EnvcVersion,
    };
}
