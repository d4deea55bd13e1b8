namespace EnvCompiler.Resolve.Solving;

/// <summary>One need: at least one of the candidates. Catalogs derive from it to keep what they called it.</summary>
/// <param name="Candidates">Most wanted first; empty when nothing fits.</param>
public abstract record Requirement(IReadOnlyList<int> Candidates)
{
    /// <summary>Decided before everything else, even before what the previous lock holds: what a person wants moved.</summary>
    public bool IsUpgraded { get; init; }
}
