using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>What the maintainer scripts of all packages of a root amount to.</summary>
internal sealed class ScriptEffects
{
    /// <summary>Candidates for alternatives.</summary>
    public List<Alternative> Alternatives { get; } = [];

    /// <summary>Diversions.</summary>
    public List<Diversion> Diversions { get; } = [];

    /// <summary>Users, groups and memberships.</summary>
    public List<SystemUser> Users { get; } = [];

    /// <summary>Directories, files, links and copies.</summary>
    public List<TmpfilesLine> Paths { get; } = [];

    /// <summary>Scripts that nobody has reviewed.</summary>
    public List<Diagnostic> Warnings { get; } = [];

    /// <summary>Reads the scripts of all packages.</summary>
    public static ScriptEffects Read(IEnumerable<PackageLayer> layers)
    {
        var effects = new ScriptEffects();
        foreach (var layer in layers)
        {
            foreach (var (name, text) in layer.Object.Record.Scripts)
                effects.Add(layer, name, ScriptReader.Read(layer.Id, layer.Name, text));
        }

        return effects;
    }

    private void Add(PackageLayer layer, string script, ScriptReading reading)
    {
        Alternatives.AddRange(reading.Alternatives);
        Diversions.AddRange(reading.Diversions);
        Users.AddRange(reading.Users);
        Paths.AddRange(reading.Paths);
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
