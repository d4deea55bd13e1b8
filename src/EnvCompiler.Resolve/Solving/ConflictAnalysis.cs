namespace EnvCompiler.Resolve.Solving;

/// <summary>
/// What a dead end teaches: the clause of its first unique implication point (Zhang et al., 2001), by resolving the contradicted
/// clause with the reasons of its latest literals until one literal of the present level is left.
/// </summary>
internal static class ConflictAnalysis
{
    /// <summary>Learns from a contradicted clause that has a literal of the present level, which is above 0.</summary>
    /// <param name="trail">The assignment.</param>
    /// <param name="conflict">All its literals are false.</param>
    /// <returns>The learned clause, whose first literal becomes true at the level to go back to.</returns>
    internal static (Clause Learned, int Level) Learn(Trail trail, Clause conflict)
    {
        var seen = new HashSet<int>();
        var literals = new List<Literal> { default };
        var antecedents = new List<Clause>();
        var facts = new List<int>();
        var back = 0;
        var open = 0;
        var index = trail.Count;
        for (var clause = conflict; ; clause = trail.ReasonOf(trail[index].Solvable)!)
        {
            antecedents.Add(clause);
            foreach (var literal in clause.Literals)
            {
                // The literal that a reason clause made true is the one being resolved away.
                if (trail.IsTrue(literal) || !seen.Add(literal.Solvable))
                    continue;
                var level = trail.LevelOf(literal.Solvable);
                if (level == 0)
                    facts.Add(literal.Solvable);
                else if (level == trail.Level)
                    open++;
                else
                    literals.Add(literal);
                if (level < trail.Level)
                    back = Math.Max(back, level);
            }

            do
                index--;
            while (!seen.Contains(trail[index].Solvable));
            if (--open == 0)
                break;
        }

        literals[0] = trail[index].Negated;
        return (new Clause([.. literals], new ClauseOrigin.Learned(antecedents, facts)), back);
    }
}
