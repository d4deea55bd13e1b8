using EnvCompiler.Resolve.Solving;

namespace EnvCompiler.Resolve.Tests.Solving;

/// <summary>A catalog small enough that every selection can be tried.</summary>
internal sealed class SmallUniverse : ISolvables
{
    private readonly List<int> names = [];
    private readonly List<List<int>> solvablesOf = [];
    private readonly List<List<Need>> needs = [];
    private readonly List<List<Refusal>> refusals = [];
    private readonly List<string> labels = [];

    internal HashSet<int> Locked { get; } = [];

    internal List<Need> Requests { get; } = [];

    internal int Count => names.Count;

    /// <summary>A name with versions 1 to <paramref name="versions"/>; the highest is listed first.</summary>
    internal int[] AddName(string name, int versions)
    {
        var added = new int[versions];
        solvablesOf.Add([]);
        for (var version = versions; version >= 1; version--)
        {
            added[version - 1] = names.Count;
            solvablesOf[^1].Add(names.Count);
            names.Add(solvablesOf.Count - 1);
            labels.Add($"{name} {version}");
            needs.Add([]);
            refusals.Add([]);
        }

        return added;
    }

    internal void Require(int solvable, params int[] candidates) => needs[solvable].Add(new Need(candidates));

    internal void Refuse(int solvable, int other) => refusals[solvable].Add(new Refusal(other));

    internal void Request(params int[] candidates) => Requests.Add(new Need(candidates));

    internal SolverOutcome Solve() => Solver.Solve(this, Requests);

    /// <summary><c>NAME VERSION</c>.</summary>
    internal string LabelOf(int solvable) => labels[solvable];

    public int NameOf(int solvable) => names[solvable];

    public IReadOnlyList<int> SolvablesOf(int name) => solvablesOf[name];

    public IReadOnlyList<Requirement> RequirementsOf(int solvable) => needs[solvable];

    public IReadOnlyList<Exclusion> ExclusionsOf(int solvable) => refusals[solvable];

    public bool IsLocked(int solvable) => Locked.Contains(solvable);

    /// <summary>All rules, as the solver would name them.</summary>
    internal IEnumerable<ClauseOrigin> Rules()
    {
        foreach (var request in Requests)
            yield return new ClauseOrigin.Requested(request);
        for (var solvable = 0; solvable < Count; solvable++)
        {
            foreach (var need in needs[solvable])
                yield return new ClauseOrigin.Requires(solvable, need);
            foreach (var refusal in refusals[solvable])
                yield return new ClauseOrigin.Excludes(solvable, refusal);
            foreach (var other in solvablesOf[names[solvable]].Where(other => other > solvable))
                yield return new ClauseOrigin.OneVersion(solvable, other);
        }
    }

    /// <summary>Tries every selection.</summary>
    internal static bool IsSatisfiable(IEnumerable<ClauseOrigin> rules, int count) => Selections(rules, count).Any();

    /// <summary>Every selection, one bit a solvable, that breaks no rule.</summary>
    internal static IEnumerable<int> Selections(IEnumerable<ClauseOrigin> rules, int count)
    {
        var masks = rules.Select(MasksOf).ToArray();
        for (var selection = 0; selection < 1 << count; selection++)
        {
            if (AllHold(masks, selection))
                yield return selection;
        }
    }

    /// <summary>Whether a selection breaks no rule.</summary>
    internal static bool AllHold(IEnumerable<ClauseOrigin> rules, int selection) => AllHold([.. rules.Select(MasksOf)], selection);

    private static bool AllHold((int In, int Out)[] masks, int selection)
    {
        foreach (var (isIn, isOut) in masks)
        {
            if ((selection & isIn) == 0 && (~selection & isOut) == 0)
                return false;
        }

        return true;
    }

    // A rule holds when one of these is in or one of those is out.
    private static (int In, int Out) MasksOf(ClauseOrigin rule) => rule switch
    {
        ClauseOrigin.Requested requested => (Bits(requested.Requirement.Candidates), 0),
        ClauseOrigin.Requires requires => (Bits(requires.Requirement.Candidates), 1 << requires.Solvable),
        ClauseOrigin.Excludes excludes => (0, (1 << excludes.Solvable) | (1 << excludes.Exclusion.Other)),
        ClauseOrigin.OneVersion one => (0, (1 << one.Solvable) | (1 << one.Other)),
        _ => throw new InvalidOperationException($"not a rule of a catalog: {rule}"),
    };

    /// <summary>A selection as bits.</summary>
    internal static int Bits(IEnumerable<int> solvables) => solvables.Aggregate(0, (bits, solvable) => bits | (1 << solvable));

    internal sealed record Need(IReadOnlyList<int> Candidates) : Requirement(Candidates);

    internal sealed record Refusal(int Other) : Exclusion(Other);
}
