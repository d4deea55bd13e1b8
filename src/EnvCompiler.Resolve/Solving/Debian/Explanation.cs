using System.Text;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>
/// Tells a failure from its requests down: what each candidate needs that cannot be had, or whom it cannot stand beside. Every step is
/// a line, indented under what it explains, and is told once.
/// </summary>
public sealed class Explanation
{
    private const int MostCandidates = 8;

    private readonly DebianSolvables solvables;
    private readonly Dictionary<int, List<DebianRequirement>> needs = [];
    private readonly Dictionary<int, List<string>> refusals = [];
    private readonly HashSet<int> told = [];
    private readonly StringBuilder text = new();

    private Explanation(DebianSolvables solvables) => this.solvables = solvables;

    /// <summary>The lines, each indented by at least two spaces, without a final line break.</summary>
    /// <param name="solvables">What the numbers stand for.</param>
    /// <param name="reasons">Why there is no solution.</param>
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
                Add(refusals, excludes.Solvable, $"refuses `{exclusion.Relation}`, which `{solvables[exclusion.Other]}` is");
                Add(refusals, exclusion.Other, $"is refused by `{solvables[excludes.Solvable]}` (`{exclusion.Relation}`)");
                break;
            case ClauseOrigin.OneVersion one:
                Add(refusals, one.Solvable, $"cannot stand beside `{solvables[one.Other]}`");
                Add(refusals, one.Other, $"cannot stand beside `{solvables[one.Solvable]}`");
                break;
        }
    }

    private void TellCandidates(int depth, IReadOnlyList<int> candidates)
    {
        foreach (var candidate in candidates.Take(MostCandidates))
            Tell(depth, candidate);
        if (candidates.Count > MostCandidates)
            Line(depth, $"and {candidates.Count - MostCandidates} more, for like reasons");
    }

    private void Tell(int depth, int solvable)
    {
        var name = $"`{solvables[solvable]}`";
        if (!needs.ContainsKey(solvable) && !refusals.ContainsKey(solvable))
            return;
        if (!told.Add(solvable))
        {
            Line(depth, $"{name}: see above");
            return;
        }

        foreach (var refusal in refusals.GetValueOrDefault(solvable) ?? [])
            Line(depth, $"{name} {refusal}");
        foreach (var need in needs.GetValueOrDefault(solvable) ?? [])
        {
            Line(depth, $"{name} needs `{need.Dependency}`{(need.Candidates.Count == 0 ? ", which cannot be had" : "")}");
            if (need.Candidates.Count == 0)
                TellRejected(depth + 1, need.Dependency);
            else
                TellCandidates(depth + 1, need.Candidates);
        }
    }

    private void TellRejected(int depth, Dependency dependency)
    {
        foreach (var relation in dependency.Alternatives)
        {
            var named = solvables.Named(relation.Name);
            var providers = solvables.ProvidersOf(relation.Name);
            if (named.Count + providers.Count == 0)
                Line(depth, $"there is no package `{relation.Name}`");
            foreach (var solvable in named)
                Line(depth, $"`{solvables[solvable]}` of `{SuiteOf(solvable)}` is {Rejection(relation, solvables[solvable].Package!)}");
            foreach (var solvable in providers)
                Line(depth, $"`{solvables[solvable]}` of `{SuiteOf(solvable)}` provides {Provided(relation.Name, solvables[solvable].Package!)}");
        }
    }

    private string SuiteOf(int solvable) => solvables[solvable].Place!.Suite.Suite.Name;

    private static string Provided(string name, DebianPackage package) =>
        string.Join(", ", package.Provides.Where(provided => provided.Name == name).Select(provided => $"`{provided}`"));

    private static string Rejection(Relation relation, DebianPackage package) => relation.Allows(package.Version)
        ? $"not for `:{relation.Qualifier}` (Multi-Arch: {package.MultiArch.ToString().ToLowerInvariant()})"
        : "another version";

    private void Line(int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

    private static void Add<T>(Dictionary<int, List<T>> lists, int key, T value)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        list.Add(value);
    }
}
