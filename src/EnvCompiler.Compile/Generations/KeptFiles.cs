using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// Where the manifest and the lock that a switch is about to replace are kept: in a generation, nearly always the live one, or, edited by a person since, among the edits.
/// </summary>
/// <param name="Manifest">Path of the copy, relative to the environment's state; empty where there is no manifest.</param>
/// <param name="Lock">The same of the lock.</param>
/// <param name="Edits">Absolute path of the directory that was made for what no generation has; null where there was nothing to keep.</param>
internal sealed record KeptFiles(string Manifest, string Lock, string? Edits)
{
    private const string ManifestName = "manifest.toml";
    private const string LockName = "manifest.lock";

    /// <summary>Finds both, and keeps what no generation has in a directory that appears by a rename.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="live">The live generation.</param>
    /// <param name="now">Names the directory of edits.</param>
    internal static KeptFiles Keep(EnvironmentLock held, int? live, DateTimeOffset now)
    {
        var layout = held.Layout;
        var (manifest, locked) = (CopyOf(layout, layout.Manifest, ManifestName, live), CopyOf(layout, layout.Lock, LockName, live));
        if (manifest is not null && locked is not null)
            return new KeptFiles(manifest, locked, Edits: null);

        var (all, operations) = (layout.Edits, held.Writer.Operations);
        var edits = Path.Combine(all, KeptDirectory.FreeName(all, now));
        var temporary = FileWriter.TemporaryFor(all);
        held.Writer.EnsureDirectory(all);
        held.Writer.EnsureDirectory(temporary);
        if (manifest is null)
            held.Writer.ReplaceUnsynced(Path.Combine(temporary, ManifestName), File.ReadAllBytes(layout.Manifest));
        if (locked is null)
            held.Writer.ReplaceUnsynced(Path.Combine(temporary, LockName), File.ReadAllBytes(layout.Lock));
        operations.SyncDirectory(temporary);
        operations.Rename(temporary, edits);
        operations.SyncDirectory(all);
        var kept = Path.GetRelativePath(layout.State, edits);
        return new KeptFiles(manifest ?? Path.Combine(kept, ManifestName), locked ?? Path.Combine(kept, LockName), edits);
    }

    // Empty where the file is not there, null where no generation has it.
    private static string? CopyOf(EnvironmentLayout layout, string file, string name, int? live)
    {
        if (!File.Exists(file))
            return "";
        if (live is { } number && Has(number))
            return Copy(number);
        foreach (var other in GenerationNumbers.All(layout).Reverse())
        {
            if (Has(other))
                return Copy(other);
        }

        return null;

        bool Has(int generation) => SameFile.Content(file, Path.Combine(layout.Generation(generation), name));
        string Copy(int generation) => Path.GetRelativePath(layout.State, Path.Combine(layout.Generation(generation), name));
    }
}
