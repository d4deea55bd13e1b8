namespace EnvCompiler.Resolve.Solving;

/// <summary>The assignment so far, in the order it was made, with the level and the reason of each.</summary>
internal sealed class Trail
{
    private const int Unassigned = -1;

    private readonly List<Literal> entries = [];
    private readonly List<int> starts = [];

    // By solvable: Unassigned, or the code of the literal that holds.
    private int[] holds = [];
    private int[] levels = [];
    private Clause?[] reasons = [];

    /// <summary>Number of decisions; what holds at level 0 is certain.</summary>
    internal int Level => starts.Count;

    internal int Count => entries.Count;

    internal Literal this[int index] => entries[index];

    internal bool IsTrue(Literal literal) => holds[literal.Solvable] == literal.Code;

    internal bool IsFalse(Literal literal) => holds[literal.Solvable] == literal.Negated.Code;

    internal bool IsOpen(Literal literal) => holds[literal.Solvable] == Unassigned;

    internal int LevelOf(int solvable) => levels[solvable];

    /// <summary>The clause that forced it, or null for a decision.</summary>
    internal Clause? ReasonOf(int solvable) => reasons[solvable];

    /// <summary>Makes room for a solvable that was not seen before.</summary>
    internal void Know(int solvable)
    {
        var known = holds.Length;
        if (solvable < known)
            return;
        var size = Math.Max(solvable + 1, Math.Max(256, known * 2));
        Array.Resize(ref holds, size);
        Array.Resize(ref levels, size);
        Array.Resize(ref reasons, size);
        Array.Fill(holds, Unassigned, known, size - known);
    }

    internal void Decide(Literal literal)
    {
        starts.Add(entries.Count);
        Assign(literal, reason: null);
    }

    internal void Assign(Literal literal, Clause? reason)
    {
        holds[literal.Solvable] = literal.Code;
        levels[literal.Solvable] = Level;
        reasons[literal.Solvable] = reason;
        entries.Add(literal);
    }

    internal void BackTo(int level)
    {
        if (level >= Level)
            return;
        var start = starts[level];
        for (var i = start; i < entries.Count; i++)
            holds[entries[i].Solvable] = Unassigned;
        entries.RemoveRange(start, entries.Count - start);
        starts.RemoveRange(level, starts.Count - level);
    }
}
