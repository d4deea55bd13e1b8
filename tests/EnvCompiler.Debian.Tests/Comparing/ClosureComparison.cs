using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Debian.Tests.Comparing;

/// <summary>
/// Two closures of one request, compared. A package that only one of them has is explained by a <see cref="Difference"/> at a requirement of
/// a package that both have, or by a package that is explained and needs it; what is left is unexplained.
/// </summary>
internal sealed class ClosureComparison
{
    private readonly DebianSolvables solvables;
    private readonly HashSet<int> ours;
    private readonly HashSet<int> theirs;
    private readonly HashSet<int> explained = [];
    private readonly List<Difference> differences = [];

    /// <summary>Compares.</summary>
    /// <param name="solvables">What both were chosen from.</param>
    /// <param name="ours">envc's closure, <c>NAME VERSION</c> each.</param>
    /// <param name="theirs">apt's.</param>
    internal ClosureComparison(DebianSolvables solvables, IEnumerable<string> ours, IEnumerable<string> theirs)
    {
        this.solvables = solvables;
        this.ours = [.. ours.Select(Find)];
        this.theirs = [.. theirs.Select(Find)];
        foreach (var owner in this.ours.Intersect(this.theirs))
        {
            foreach (var requirement in solvables.RequirementsOf(owner).Cast<DebianRequirement>())
                Explain(owner, requirement);
        }

        Follow(this.ours);
        Follow(this.theirs);
    }

    /// <summary>Whether they hold the same packages.</summary>
    internal bool Equal => ours.SetEquals(theirs);

    /// <summary>Where they part.</summary>
    internal IReadOnlyList<Difference> Differences => differences;

    /// <summary>Packages of only one of them that no difference accounts for.</summary>
    internal IReadOnlyList<string> Unexplained =>
        [.. ours.Where(IsOnlyOne).Concat(theirs.Where(IsOnlyOne)).Where(each => !explained.Contains(each)).Select(each => solvables[each].ToString())];

    private bool IsOnlyOne(int solvable) => ours.Contains(solvable) != theirs.Contains(solvable);

    private int Find(string nameAndVersion) =>
        solvables.Named(nameAndVersion.Split(' ')[0]).First(number => solvables[number].ToString() == nameAndVersion);

    private void Explain(int owner, DebianRequirement requirement)
    {
        var extra = requirement.Candidates.Where(IsOnlyOne).ToList();
        if (extra.Count == 0)
            return;
        var present = requirement.Candidates.Where(ours.Contains).Where(theirs.Contains).Select(each => (int?)each).FirstOrDefault();
        if (present is { } both)
        {
            foreach (var each in extra)
                Add(new Difference.AlreadyThere(Name(owner), requirement.Dependency.ToString(), Name(each), Name(both), theirs.Contains(each)), each);
        }
        else if (requirement.Dependency.Alternatives.FirstOrDefault(each => AreEqualProviders(each, extra)) is not null)
        {
            Add(new Difference.OtherProvider(
                Name(owner), requirement.Dependency.ToString(), Name(extra.First(ours.Contains)), Name(extra.First(theirs.Contains))), [.. extra]);
        }
    }

    private bool AreEqualProviders(Relation relation, IReadOnlyList<int> candidates)
    {
        var satisfying = solvables.Satisfying(relation);
        return candidates.All(each => satisfying.Contains(each) && solvables[each].Name != relation.Name)
            && candidates.Select(each => (solvables[each].Place!.Rank, solvables[each].Package!.Priority)).Distinct().Count() == 1;
    }

    private void Add(Difference difference, params int[] packages)
    {
        differences.Add(difference);
        explained.UnionWith(packages);
    }

    // What an explained package needs is explained, too.
    private void Follow(HashSet<int> closure)
    {
        var open = new Stack<int>(explained.Where(closure.Contains));
        while (open.TryPop(out var owner))
        {
            foreach (var needed in solvables.RequirementsOf(owner).SelectMany(requirement => requirement.Candidates))
            {
                if (closure.Contains(needed) && IsOnlyOne(needed) && explained.Add(needed))
                    open.Push(needed);
            }
        }
    }

    private string Name(int solvable) => solvables[solvable].Name;
}
