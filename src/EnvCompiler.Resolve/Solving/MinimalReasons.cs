namespace EnvCompiler.Resolve.Solving;

/// <summary>
/// Leaves out of a failure's reasons whatever it does not need, by deletion: a reason without which the rest still fails goes. What is left is
/// minimal, so every line of an explanation counts.
/// </summary>
public static class MinimalReasons
{
    /// <summary>Reasons of which none can be left out.</summary>
    /// <param name="reasons">Facts that cannot all hold, the likeliest to be left out first.</param>
    public static IReadOnlyList<ClauseOrigin> Of(IReadOnlyList<ClauseOrigin> reasons)
    {
        var kept = reasons.ToHashSet();
        foreach (var reason in reasons)
        {
            if (kept.Contains(reason) && Failure([.. reasons.Where(each => each != reason && kept.Contains(each))]) is { } fewer)
                kept = [.. fewer];
        }

        return [.. reasons.Distinct().Where(kept.Contains)];
    }

    private static IEnumerable<ClauseOrigin>? Failure(IReadOnlyList<ClauseOrigin> reasons)
    {
        var facts = new Facts(reasons);
        return Solver.Solve(facts, [.. reasons.OfType<ClauseOrigin.Requested>().Select(each => each.Requirement)]) is SolverOutcome.Unsatisfiable failure
            ? failure.Reasons.Select(Facts.OriginOf)
            : null;
    }

    /// <summary>A catalog of these facts and nothing else: every solvable is a name of its own, versions of one name are refusals.</summary>
    private sealed class Facts : ISolvables
    {
        private readonly ILookup<int, Requirement> requirements;
        private readonly ILookup<int, Exclusion> exclusions;

        internal Facts(IReadOnlyList<ClauseOrigin> reasons)
        {
            requirements = reasons.OfType<ClauseOrigin.Requires>().ToLookup(each => each.Solvable, each => each.Requirement);
            exclusions = reasons.OfType<ClauseOrigin.Excludes>().Select(each => (each.Solvable, each.Exclusion))
                .Concat(reasons.OfType<ClauseOrigin.OneVersion>().Select(each => (each.Solvable, Exclusion: (Exclusion)new SameName(each))))
                .ToLookup(each => each.Solvable, each => each.Exclusion);
        }

        public int NameOf(int solvable) => solvable;

        public IReadOnlyList<int> SolvablesOf(int name) => [name];

        public IReadOnlyList<Requirement> RequirementsOf(int solvable) => [.. requirements[solvable]];

        public IReadOnlyList<Exclusion> ExclusionsOf(int solvable) => [.. exclusions[solvable]];

        public bool IsLocked(int solvable) => false;

        internal static ClauseOrigin OriginOf(ClauseOrigin origin) =>
            origin is ClauseOrigin.Excludes { Exclusion: SameName same } ? same.Origin : origin;

        private sealed record SameName(ClauseOrigin.OneVersion Origin) : Exclusion(Origin.Other);
    }
}
