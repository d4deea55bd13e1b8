namespace EnvCompiler.Model.Locks;

/// <summary>Packages solved together: one root.</summary>
public sealed record LockedGroup
{
    /// <summary>The package id chosen for each install id.</summary>
    public required SortedDictionary<string, string> Install { get; init; }

    /// <summary>Ids of the whole closure, sorted (ordinal), base packages included.</summary>
    public required IReadOnlyList<string> Packages { get; init; }
}
