using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Composing.Effects.Reading;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>What the maintainer scripts of all packages of a root amount to.</summary>
internal sealed class ScriptEffects
{
    // As if everything were unpacked before anything is configured.
    private static readonly string[] InOrder = ["preinst", "postinst"];

    private readonly SortedDictionary<SkippedWork, SortedSet<string>> skipped = new(Comparer<SkippedWork>.Create((one, other) => string.CompareOrdinal(one.Program, other.Program)));

    /// <summary>Candidates for alternatives.</summary>
    public List<Alternative> Alternatives { get; } = [];

    /// <summary>Diversions.</summary>
    public List<Diversion> Diversions { get; } = [];

    /// <summary>Users, groups and memberships.</summary>
    public List<SystemUser> Users { get; } = [];

    /// <summary>Directories, files, links and copies.</summary>
    public List<TmpfilesLine> Paths { get; } = [];

    /// <summary>Login shells.</summary>
    public List<ShellEntry> Shells { get; } = [];

    /// <summary>Scripts that nobody has reviewed.</summary>
    public List<Diagnostic> Warnings { get; } = [];

    /// <summary>Reads the scripts of all packages.</summary>
    public static ScriptEffects Read(IReadOnlyList<PackageLayer> layers)
    {
        var effects = new ScriptEffects();
        foreach (var name in InOrder)
        {
            foreach (var layer in layers)
            {
                if (layer.Object.Record.Scripts.TryGetValue(name, out var text))
                    effects.Add(layer, name, ScriptReader.Read(layer.Id, layer.Name, ScriptReader.ArchitectureOf(layer.Id), name, text));
            }
        }

        return effects;
    }

    /// <summary>Programs that the root has to do without.</summary>
    public IEnumerable<Diagnostic> SkippedWork => skipped.Select(work => StoreDiagnostics.WorkSkipped(work.Key.Program, work.Key.Loss, [.. work.Value]));

    private void Add(PackageLayer layer, string script, ScriptReading reading)
    {
        Alternatives.AddRange(reading.Alternatives);
        Diversions.AddRange(reading.Diversions);
        Users.AddRange(reading.Users);
        Paths.AddRange(reading.Paths);
        Shells.AddRange(reading.Shells);
        foreach (var work in reading.Skipped)
        {
            if (!skipped.TryGetValue(work, out var packages))
                skipped.Add(work, packages = new SortedSet<string>(StringComparer.Ordinal));
            packages.Add(layer.Id);
        }

        if (reading.Rest.Count == 0)
            return;
        if (ReviewedScripts.Find(reading.Rest) is not { } review)
        {
            Warnings.Add(StoreDiagnostics.UnknownScript(layer.Id, script, reading.Rest[0], ReviewedScripts.HashOf(reading.Rest)));
            return;
        }

        foreach (var line in review.Effects)
        {
            Paths.Add(TmpfilesLine.Parse(layer.Id, line)
                ?? throw new InvalidOperationException($"reviewed-scripts.json has a line without an effect: {line}"));
        }
    }
}
