namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>What was understood of one maintainer script.</summary>
internal sealed record ScriptReading
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<string> rest = [];

    /// <summary>Candidates for alternatives.</summary>
    public List<Alternative> Alternatives { get; } = [];

    /// <summary>Diversions.</summary>
    public List<Diversion> Diversions { get; } = [];

    /// <summary>Users, groups and memberships.</summary>
    public List<SystemUser> Users { get; } = [];

    /// <summary>Directories, files and links.</summary>
    public List<TmpfilesLine> Paths { get; } = [];

    /// <summary>Login shells.</summary>
    public List<ShellEntry> Shells { get; } = [];

    /// <summary>All that a root can be given.</summary>
    public IEnumerable<ScriptEffect> Effects => [.. Diversions, .. Paths, .. Users, .. Alternatives, .. Shells];

    /// <summary>Programs that a root has to do without.</summary>
    public HashSet<SkippedWork> Skipped { get; } = [];

    /// <summary>Commands that were not understood, as written, each once, in the order in which they are reached.</summary>
    public IReadOnlyList<string> Rest => rest;

    /// <summary>Adds a command that was not understood.</summary>
    public void AddRest(string command)
    {
        if (seen.Add(command))
            rest.Add(command);
    }
}
