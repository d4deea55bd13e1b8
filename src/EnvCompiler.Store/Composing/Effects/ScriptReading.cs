namespace EnvCompiler.Store.Composing.Effects;

/// <summary>What was understood of one maintainer script.</summary>
internal sealed record ScriptReading
{
    /// <summary>Candidates for alternatives.</summary>
    public List<Alternative> Alternatives { get; } = [];

    /// <summary>Diversions.</summary>
    public List<Diversion> Diversions { get; } = [];

    /// <summary>Users, groups and memberships.</summary>
    public List<SystemUser> Users { get; } = [];

    /// <summary>Directories, files and links.</summary>
    public List<TmpfilesLine> Paths { get; } = [];

    /// <summary>Lines that were not understood, trimmed; empty when all were.</summary>
    public List<string> Rest { get; } = [];
}
