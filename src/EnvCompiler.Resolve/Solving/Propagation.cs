namespace EnvCompiler.Resolve.Solving;

/// <summary>
/// Unit propagation by watched literals (Moskewicz et al., Chaff, 2001): a clause is only looked at when one of its two watched
/// literals becomes false.
/// </summary>
internal sealed class Propagation(Trail trail)
{
    // By literal code: the clauses that watch the literal.
    private List<Clause>?[] watchers = [];
    private int next;

    /// <summary>Takes in a clause under the present assignment and assigns what it forces.</summary>
    /// <returns>False when the assignment contradicts it.</returns>
    internal bool Add(Clause clause)
    {
        var literals = clause.Literals;
        foreach (var literal in literals)
            trail.Know(literal.Solvable);
        MoveBestTo(0, literals);
        if (literals.Length > 1)
        {
            MoveBestTo(1, literals);
            Watch(literals[0], clause);
            Watch(literals[1], clause);
        }

        if (trail.IsFalse(literals[0]))
            return false;
        if (trail.IsOpen(literals[0]) && (literals.Length == 1 || trail.IsFalse(literals[1])))
            trail.Assign(literals[0], clause);
        return true;
    }

    /// <summary>Assigns everything that follows.</summary>
    /// <returns>The clause that the assignment contradicts, or null.</returns>
    internal Clause? Run()
    {
        while (next < trail.Count)
        {
            var conflict = Falsify(trail[next++].Negated);
            if (conflict is not null)
                return conflict;
        }

        return null;
    }

    internal void BackTo(int level)
    {
        trail.BackTo(level);
        next = Math.Min(next, trail.Count);
    }

    private Clause? Falsify(Literal literal)
    {
        if (literal.Code >= watchers.Length || watchers[literal.Code] is not { } watching)
            return null;
        var kept = 0;
        Clause? conflict = null;
        for (var i = 0; i < watching.Count; i++)
        {
            var clause = watching[i];
            if (conflict is null && MoveWatch(clause, literal))
                continue;
            watching[kept++] = clause;
            if (conflict is not null || trail.IsTrue(clause.Literals[0]))
                continue;
            if (trail.IsFalse(clause.Literals[0]))
                conflict = clause;
            else
                trail.Assign(clause.Literals[0], clause);
        }

        watching.RemoveRange(kept, watching.Count - kept);
        return conflict;
    }

    // Leaves the other watched literal at position 0.
    private bool MoveWatch(Clause clause, Literal falsified)
    {
        var literals = clause.Literals;
        if (literals[0] == falsified)
            (literals[0], literals[1]) = (literals[1], falsified);
        if (trail.IsTrue(literals[0]))
            return false;
        for (var i = 2; i < literals.Length; i++)
        {
            if (trail.IsFalse(literals[i]))
                continue;
            (literals[1], literals[i]) = (literals[i], falsified);
            Watch(literals[1], clause);
            return true;
        }

        return false;
    }

    // A watched literal must not be false while another is not; of false ones the latest, which is the first to be undone.
    private void MoveBestTo(int position, Literal[] literals)
    {
        var best = position;
        for (var i = position + 1; i < literals.Length; i++)
        {
            if (Rank(literals[i]) > Rank(literals[best]))
                best = i;
        }

        (literals[position], literals[best]) = (literals[best], literals[position]);
    }

    private int Rank(Literal literal) =>
        trail.IsTrue(literal) ? int.MaxValue : trail.IsFalse(literal) ? trail.LevelOf(literal.Solvable) : int.MaxValue - 1;

    private void Watch(Literal literal, Clause clause)
    {
        if (literal.Code >= watchers.Length)
            Array.Resize(ref watchers, Math.Max((literal.Code | 1) + 1, Math.Max(512, watchers.Length * 2)));
        (watchers[literal.Code] ??= new List<Clause>(4)).Add(clause);
    }
}
