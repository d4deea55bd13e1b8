namespace EnvCompiler.Resolve.Solving;

/// <summary>
/// Conflict-driven clause learning over packages, in the manner of libsolv and resolvo: clauses are added when a solvable is first
/// chosen, decisions follow <see cref="Agenda"/>, and a dead end teaches a clause and undoes every decision back to where that clause
/// first matters. No randomness, no clock: equal questions have equal answers.
/// </summary>
public sealed class Solver
{
    private readonly ISolvables solvables;
    private readonly Trail trail = new();
    private readonly Propagation propagation;
    private readonly Agenda agenda;
    private readonly HashSet<int> expanded = [];
    private int toExpand;

    private Solver(ISolvables solvables)
    {
        this.solvables = solvables;
        propagation = new Propagation(trail);
        agenda = new Agenda(trail, solvables);
    }

    /// <summary>Finds the preferred set of solvables that satisfies all requests, or why there is none.</summary>
    /// <param name="solvables">The catalog.</param>
    /// <param name="requests">Most important first.</param>
    public static SolverOutcome Solve(ISolvables solvables, IReadOnlyList<Requirement> requests) => new Solver(solvables).Run(requests);

    private SolverOutcome Run(IReadOnlyList<Requirement> requests)
    {
        foreach (var request in requests)
        {
            var origin = new ClauseOrigin.Requested(request);
            if (request.Candidates.Count == 0)
                return new SolverOutcome.Unsatisfiable([origin]);
            var clause = new Clause([.. request.Candidates.Select(Literal.In)], origin);
            if (!propagation.Add(clause))
                return new SolverOutcome.Unsatisfiable(Derivation.Of(trail, clause));
            agenda.Add(owner: null, request);
        }

        while (true)
        {
            if ((propagation.Run() ?? Expand()) is { } conflict)
            {
                if (trail.Level == 0)
                    return new SolverOutcome.Unsatisfiable(Derivation.Of(trail, conflict));
                Learn(conflict);
            }
            else if (toExpand == trail.Count)
            {
                if (agenda.Next() is not { } choice)
                    return new SolverOutcome.Solved(Chosen());
                trail.Decide(Literal.In(choice));
            }
        }
    }

    private void Learn(Clause conflict)
    {
        var (learned, level) = ConflictAnalysis.Learn(trail, conflict);
        propagation.BackTo(level);
        agenda.BackTo(level);
        toExpand = Math.Min(toExpand, trail.Count);
        propagation.Add(learned);
    }

    // Asks for the clauses of everything chosen since the last time, up to a contradiction. What they force is left to propagation.
    private Clause? Expand()
    {
        for (var end = trail.Count; toExpand < end;)
        {
            var literal = trail[toExpand++];
            if (!literal.IsIn)
                continue;
            if (!expanded.Add(literal.Solvable))
                agenda.Reopen(literal.Solvable);
            else if (Expand(literal.Solvable) is { } conflict)
                return conflict;
        }

        return null;
    }

    private Clause? Expand(int solvable)
    {
        Clause? conflict = null;
        agenda.Begin(solvable);
        foreach (var requirement in solvables.RequirementsOf(solvable))
        {
            if (requirement.Candidates.Contains(solvable))
                continue;
            Add([Literal.Out(solvable), .. requirement.Candidates.Select(Literal.In)], new ClauseOrigin.Requires(solvable, requirement));
            if (requirement.Candidates.Count > 1)
                agenda.Add(solvable, requirement);
        }

        foreach (var exclusion in solvables.ExclusionsOf(solvable))
            Add([Literal.Out(solvable), Literal.Out(exclusion.Other)], new ClauseOrigin.Excludes(solvable, exclusion));
        foreach (var other in solvables.SolvablesOf(solvables.NameOf(solvable)))
        {
            if (!expanded.Contains(other))
                Add([Literal.Out(solvable), Literal.Out(other)], new ClauseOrigin.OneVersion(solvable, other));
        }

        return conflict;

        // A clause of one literal is not watched, so when it is contradicted it must be the one that is learned from.
        void Add(Literal[] literals, ClauseOrigin origin)
        {
            var clause = new Clause(literals, origin);
            if (!propagation.Add(clause) && (conflict is null || literals.Length == 1))
                conflict = clause;
        }
    }

    private List<int> Chosen()
    {
        var chosen = new List<int>();
        for (var i = 0; i < trail.Count; i++)
        {
            if (trail[i].IsIn)
                chosen.Add(trail[i].Solvable);
        }

        return chosen;
    }
}
