namespace EnvCompiler.Resolve.Solving;

/// <summary>What solving came to.</summary>
public abstract record SolverOutcome
{
    /// <summary>Everything requested can stand together.</summary>
    /// <param name="Chosen">The solvables, in the order they were chosen.</param>
    public sealed record Solved(IReadOnlyList<int> Chosen) : SolverOutcome;

    /// <summary>There is no solution.</summary>
    /// <param name="Reasons">Facts of the catalog and requests that cannot all hold.</param>
    public sealed record Unsatisfiable(IReadOnlyList<ClauseOrigin> Reasons) : SolverOutcome;
}
