using System.Text;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>
/// Tells a failure from its requests down: what each candidate needs that cannot be had, or what it conflicts with. Every step is
/// a line, indented under what it explains, and is told once; versions with the same reason share a line.
/// </summary>
public sealed class Explanation
{
    private const int MostCandidates = 8;

    private readonly DebianSolvables solvables;
    private readonly Dictionary<int, List<DebianRequirement>> needs = [];
    private readonly Dictionary<int, List<(int Owner, DebianExclusion Exclusion)>> conflicts = [];
    private readonly Dictionary<int, SortedSet<int>> otherVersions = [];
    private readonly HashSet<int> told = [];
    private readonly HashSet<(int Owner, DebianExclusion Exclusion)> toldConflicts = [];
    private readonly StringBuilder text = new();

    private Explanation(DebianSolvables solvables) => this.solvables = solvables;

    /// <summary>The lines, each indented by at least two spaces, without a final line break.</summary>
    /// <param name="solvables">What the numbers stand for.</param>
    /// <param name="reasons">Why there is no solution; <see cref="MinimalReasons"/> leaves out what it does not need.</param>
    /// <param name="requests">The requests among the reasons, most important first, with how a person knows each.</param>
    public static string Of(
        DebianSolvables solvables, IReadOnlyList<ClauseOrigin> reasons, IReadOnlyList<(string Name, Requirement Requirement)> requests)
    {
        var explanation = new Explanation(solvables);
        foreach (var reason in reasons)
            explanation.Note(reason);
        foreach (var (name, requirement) in requests)
        {
            explanation.Line(1, name);
            explanation.TellCandidates(2, requirement.Candidates);
        }

        explanation.TellVersions();
        return explanation.text.ToString().TrimEnd('\n');
    }

    private void Note(ClauseOrigin reason)
    {
        switch (reason)
        {
            case ClauseOrigin.Requires { Requirement: DebianRequirement requirement } requires:
                Add(needs, requires.Solvable, requirement);
                break;
            case ClauseOrigin.Excludes { Exclusion: DebianExclusion exclusion } excludes:
                Add(conflicts, excludes.Solvable, (excludes.Solvable, exclusion));
                Add(conflicts, exclusion.Other, (excludes.Solvable, exclusion));
                break;
            case ClauseOrigin.OneVersion one:
                Add(otherVersions, one.Solvable, one.Other);
                Add(otherVersions, one.Other, one.Solvable);
                break;
        }
    }

    private void TellCandidates(int depth, IReadOnlyList<int> candidates)
    {
        var alike = new List<List<int>>();
        foreach (var candidate in candidates)
        {
            if (alike.Count > 0 && AreAlike(alike[^1][0], candidate))
                alike[^1].Add(candidate);
            else
                alike.Add([candidate]);
        }

        foreach (var group in alike.Take(MostCandidates))
            Tell(depth, group, isOnly: alike.Count == 1);
        if (alike.Count > MostCandidates)
            Line(depth, $"and {alike.Count - MostCandidates} more, for like reasons");
    }

    // Versions that one line can speak for.
    private bool AreAlike(int first, int second) =>
        solvables.NameOf(first) == solvables.NameOf(second)
        && NeedsOf(first).Select(need => need.Dependency.ToString()).SequenceEqual(NeedsOf(second).Select(need => need.Dependency.ToString()))
        && ConflictsOf(first).Select(each => TextOf(each.Exclusion.Relation)).SequenceEqual(ConflictsOf(second).Select(each => TextOf(each.Exclusion.Relation)));

    // Beside other candidates each needs a line; the only one does not: what conflicts with it is told where that stands.
    private void Tell(int depth, List<int> alike, bool isOnly)
    {
        var solvable = alike[0];
        var subject = Names(alike);
        var isKnown = !told.Add(solvable);
        alike.ForEach(each => told.Add(each));
        if (isKnown && NeedsOf(solvable).Count > 0)
        {
            Line(depth, $"{subject}: see above");
            return;
        }

        var news = alike.SelectMany(ConflictsOf).Where(each => !isOnly || alike.Contains(each.Owner)).Where(toldConflicts.Add).ToList();
        foreach (var (owner, exclusion) in news)
            Line(depth, Conflict(owner, exclusion));
        foreach (var need in NeedsOf(solvable))
            TellNeed(depth, subject, alike.Count, need);
        if (isOnly || news.Count + NeedsOf(solvable).Count > 0)
            return;
        Line(depth, otherVersions.TryGetValue(solvable, out var others)
            ? $"{subject} cannot be beside {Names(others)}"
            : $"{subject} cannot be, as told above");
    }

    private void TellNeed(int depth, string subject, int count, DebianRequirement need)
    {
        var head = $"{subject} {(count == 1 ? "needs" : "need")} `{need.Dependency}`";
        if (need.Candidates.Count == 0)
        {
            TellMissing(depth, head, need.Dependency);
            return;
        }

        var only = need.Candidates.Count == 1 && need.Dependency.ToString() != solvables[need.Candidates[0]].Name;
        Line(depth, only ? $"{head}, which is `{solvables[need.Candidates[0]]}`" : head);
        TellCandidates(depth + 1, need.Candidates);
    }

    private void TellMissing(int depth, string head, Dependency dependency)
    {
        var facts = dependency.Alternatives.SelectMany(FactsAbout).Distinct(StringComparer.Ordinal).ToList();
        if (facts.Count == 1)
        {
            Line(depth, $"{head}, but {facts[0]}");
            return;
        }

        Line(depth, $"{head}, but none of these fits:");
        foreach (var fact in facts)
            Line(depth + 1, fact);
    }

    private List<string> FactsAbout(Relation relation)
    {
        var facts = new List<string>();
        foreach (var solvable in solvables.Named(relation.Name))
            facts.Add(solvables[solvable].Package is { } package
                ? $"`{SuiteOf(solvable)}` has `{solvables[solvable]}`{Unfit(relation, package)}"
                : $"the hosts promise the NVIDIA driver `{solvables.Driver}` (`options.driver`)");
        foreach (var solvable in solvables.ProvidersOf(relation.Name))
            facts.Add($"`{solvables[solvable]}` of `{SuiteOf(solvable)}` provides {Provided(relation.Name, solvables[solvable].Package!)}");
        if (facts.Count == 0)
            facts.Add($"no suite has a package `{relation.Name}`");
        return facts;
    }

    private string SuiteOf(int solvable) => solvables[solvable].Place!.Suite.Suite.Name;

    private static string Provided(string name, DebianPackage package) =>
        string.Join(", ", package.Provides.Where(provided => provided.Name == name).Select(provided => $"`{provided}`"));

    // A version that does not fit is seen; an architecture is not.
    private static string Unfit(Relation relation, DebianPackage package) => relation.Allows(package.Version)
        ? $", which is not for `:{relation.Qualifier}` (Multi-Arch: {package.MultiArch.ToString().ToLowerInvariant()})"
        : "";

    private string Conflict(int owner, DebianExclusion exclusion)
    {
        var other = solvables[exclusion.Other];
        var relation = TextOf(exclusion.Relation);
        return exclusion.Relation.Name != other.Name ? $"`{solvables[owner]}` conflicts with {relation}, which `{other}` provides"
            : exclusion.Relation.Operator == VersionRelation.Any ? $"`{solvables[owner]}` conflicts with `{other}`"
            : $"`{solvables[owner]}` conflicts with {relation}, which is `{other}`";
    }

    private void TellVersions()
    {
        foreach (var versions in otherVersions.Keys.Where(told.Contains).GroupBy(solvables.NameOf).OrderBy(group => solvables[group.First()].Name, StringComparer.Ordinal))
            Line(1, $"a group has one version of `{solvables[versions.First()].Name}`, not {Names(versions.Order(), " and ")}");
    }

    private string Names(IEnumerable<int> numbers, string separator = ", ") => string.Join(separator, numbers.Select(number => $"`{solvables[number]}`"));

    private static string TextOf(Relation relation) => $"`{relation}`";

    private List<DebianRequirement> NeedsOf(int solvable) => needs.GetValueOrDefault(solvable) ?? [];

    private List<(int Owner, DebianExclusion Exclusion)> ConflictsOf(int solvable) => conflicts.GetValueOrDefault(solvable) ?? [];

    private void Line(int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

    private static void Add<TCollection, T>(Dictionary<int, TCollection> lists, int key, T value)
        where TCollection : ICollection<T>, new()
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = new TCollection());
        list.Add(value);
    }
}
