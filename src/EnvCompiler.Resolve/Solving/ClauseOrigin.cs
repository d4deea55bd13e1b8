namespace EnvCompiler.Resolve.Solving;

/// <summary>Why a clause holds. A failure is a set of these that cannot hold together.</summary>
public abstract record ClauseOrigin
{
    /// <summary>Asked for from outside.</summary>
    public sealed record Requested(Requirement Requirement) : ClauseOrigin;

    /// <summary>A chosen solvable needs something.</summary>
    public sealed record Requires(int Solvable, Requirement Requirement) : ClauseOrigin;

    /// <summary>A chosen solvable refuses another.</summary>
    public sealed record Excludes(int Solvable, Exclusion Exclusion) : ClauseOrigin;

    /// <summary>Two solvables of one name.</summary>
    public sealed record OneVersion(int Solvable, int Other) : ClauseOrigin;

    /// <summary>Follows from other clauses: learned from a dead end.</summary>
    /// <param name="Antecedents">The clauses that were resolved with each other.</param>
    /// <param name="Facts">Solvables whose state was already certain and took part.</param>
    internal sealed record Learned(IReadOnlyList<Clause> Antecedents, IReadOnlyList<int> Facts) : ClauseOrigin;
}
