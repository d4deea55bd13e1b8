namespace EnvCompiler.Resolve.Solving;

/// <summary>
/// The requirements in the order in which they are decided; that order is the solver's preference:
/// <list type="number">
/// <item>what is to be upgraded;</item>
/// <item>what the previous lock can satisfy, by what it holds;</item>
/// <item>what was requested;</item>
/// <item>what is a matter of the version only;</item>
/// <item>what has alternatives of several names: by then most of them are settled by what the rest needs anyway.</item>
/// </list>
/// Within a tier, the first to be met comes first. Each decision takes the first candidate that is not ruled out, and a candidate
/// is only ruled out where no solution with the decisions before it has it: so the solution is the best one in this order.
/// </summary>
internal sealed class Agenda(Trail trail, ISolvables solvables)
{
    private const int Tiers = 5;

    private readonly Tier[] tiers = [new(), new(), new(), new(), new()];

    // By solvable: where its requirements start in each tier.
    private readonly Dictionary<int, int[]> starts = [];

    /// <summary>To be called before the requirements of a solvable are added.</summary>
    internal void Begin(int solvable) => starts.Add(solvable, Array.ConvertAll(tiers, tier => tier.Entries.Count));

    /// <summary>Adds a requirement.</summary>
    /// <param name="owner">Who needs it, or null when it was requested.</param>
    /// <param name="requirement">With at least two candidates; fewer leave nothing to decide.</param>
    internal void Add(int? owner, Requirement requirement)
    {
        var candidates = requirement.Candidates;
        if (requirement.IsUpgraded)
            tiers[0].Entries.Add(new Entry(owner, candidates));
        else if (candidates.Any(solvables.IsLocked))
            tiers[1].Entries.Add(new Entry(owner, [.. candidates.Where(solvables.IsLocked), .. candidates.Where(c => !solvables.IsLocked(c))]));
        else if (owner is null)
            tiers[2].Entries.Add(new Entry(owner, candidates));
        else
            tiers[HaveOneName(candidates) ? 3 : 4].Entries.Add(new Entry(owner, candidates));
    }

    /// <summary>The requirements of a solvable count again.</summary>
    internal void Reopen(int solvable)
    {
        var start = starts[solvable];
        for (var i = 0; i < Tiers; i++)
            tiers[i].Cursor = Math.Min(tiers[i].Cursor, start[i]);
    }

    /// <summary>The solvable to choose next, or null when nothing is left to decide. The caller decides it at once.</summary>
    internal int? Next()
    {
        foreach (var tier in tiers)
        {
            for (; tier.Cursor < tier.Entries.Count; tier.Cursor++)
            {
                var entry = tier.Entries[tier.Cursor];
                if (entry.Owner is { } owner && !trail.IsTrue(Literal.In(owner)))
                    continue;
                if (Choose(entry.Candidates) is not { } choice)
                    continue;
                foreach (var each in tiers)
                    each.Saved.Add(each.Cursor);
                return choice;
            }
        }

        return null;
    }

    internal void BackTo(int level)
    {
        foreach (var tier in tiers)
        {
            if (level >= tier.Saved.Count)
                continue;
            tier.Cursor = tier.Saved[level];
            tier.Saved.RemoveRange(level, tier.Saved.Count - level);
        }
    }

    // Null when one of them is chosen already. That all are ruled out cannot be: propagation would have seen it.
    private int? Choose(IReadOnlyList<int> candidates)
    {
        int? choice = null;
        foreach (var candidate in candidates)
        {
            var literal = Literal.In(candidate);
            if (trail.IsTrue(literal))
                return null;
            if (choice is null && trail.IsOpen(literal))
                choice = candidate;
        }

        return choice;
    }

    private bool HaveOneName(IReadOnlyList<int> candidates)
    {
        var name = solvables.NameOf(candidates[0]);
        return candidates.All(candidate => solvables.NameOf(candidate) == name);
    }

    private readonly record struct Entry(int? Owner, IReadOnlyList<int> Candidates);

    private sealed class Tier
    {
        internal List<Entry> Entries { get; } = [];

        /// <summary>All entries before it are satisfied, or their owner is not chosen.</summary>
        internal int Cursor { get; set; }

        /// <summary>By level: the cursor when its decision was made.</summary>
        internal List<int> Saved { get; } = [];
    }
}
