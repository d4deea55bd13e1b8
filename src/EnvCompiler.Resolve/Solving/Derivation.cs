namespace EnvCompiler.Resolve.Solving;

/// <summary>Finds the clauses of the catalog that a contradiction without decisions rests on.</summary>
internal sealed class Derivation
{
    private readonly Trail trail;
    private readonly HashSet<Clause> clauses = [];
    private readonly HashSet<int> facts = [];
    private readonly Stack<Clause> open = new();
    private readonly List<ClauseOrigin> origins = [];

    private Derivation(Trail trail) => this.trail = trail;

    /// <summary>The origins, the contradicted clause's first; none of them learned.</summary>
    /// <param name="trail">An assignment at level 0.</param>
    /// <param name="conflict">A clause that it contradicts.</param>
    internal static IReadOnlyList<ClauseOrigin> Of(Trail trail, Clause conflict)
    {
        var derivation = new Derivation(trail);
        derivation.Visit(conflict);
        foreach (var literal in conflict.Literals)
            derivation.VisitFact(literal.Solvable);
        derivation.Run();
        return derivation.origins;
    }

    private void Run()
    {
        while (open.TryPop(out var clause))
        {
            if (clause.Origin is not ClauseOrigin.Learned learned)
            {
                origins.Add(clause.Origin);
                continue;
            }

            foreach (var antecedent in learned.Antecedents)
                Visit(antecedent);
            foreach (var fact in learned.Facts)
                VisitFact(fact);
        }
    }

    private void Visit(Clause clause)
    {
        if (clauses.Add(clause))
            open.Push(clause);
    }

    // Everything certain has a reason, whose other literals are certainly false.
    private void VisitFact(int solvable)
    {
        var pending = new Stack<int>([solvable]);
        while (pending.TryPop(out var fact))
        {
            if (!facts.Add(fact))
                continue;
            var reason = trail.ReasonOf(fact)!;
            Visit(reason);
            foreach (var literal in reason.Literals)
                pending.Push(literal.Solvable);
        }
    }
}
