using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Collecting;

/// <summary>What environments need of a store: all that the locks of all their generations name, and those beside their manifests.</summary>
public sealed class EnvironmentNeeds
{
    // Many generations have one lock.
    private readonly HashSet<string> locks = new(StringComparer.Ordinal);

    /// <summary>What was added so far.</summary>
    public StoreNeeds Needs { get; } = new();

    /// <summary>Adds an environment.</summary>
    /// <param name="layout">The environment.</param>
    /// <param name="except">Generations that are about to be removed.</param>
    /// <returns>ENVC0319 where what it needs cannot be told; else null.</returns>
    public Diagnostic? Add(EnvironmentLayout layout, IReadOnlySet<int> except)
    {
        try
        {
            if (ExistingPath.IsThere(layout.Generations))
            {
                foreach (var directory in Directory.EnumerateDirectories(layout.Generations))
                {
                    if (int.TryParse(Path.GetFileName(directory), out var number) && !except.Contains(number) && AddGeneration(directory) is { } problem)
                        return StoreDiagnostics.UnknownNeeds(layout.Directory, problem);
                }
            }

            return ExistingPath.IsThere(layout.Lock) && AddLock(layout.Lock) is { } unreadable ? StoreDiagnostics.UnknownNeeds(layout.Directory, unreadable) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return StoreDiagnostics.UnknownNeeds(layout.Directory, e.Message);
        }
    }

    private string? AddGeneration(string directory)
    {
        var generation = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(directory, "generation.json")), GenerationJson.Default.Generation)!;
        Needs.Roots.UnionWith(generation.Targets.Values.SelectMany(target => target.Roots.Values));
        return locks.Add(generation.LockSha256) ? AddLock(Path.Combine(directory, "manifest.lock")) : null;
    }

    private string? AddLock(string file)
    {
        if (!LockFile.Read(file, File.ReadAllBytes(file)).TryGet(out var read, out var problems))
            return problems[0].Message;
        Needs.Add(read);
        return null;
    }
}
