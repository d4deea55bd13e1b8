using EnvCompiler.Resolve.Solving;

namespace EnvCompiler.Resolve.Tests.Solving;

/// <summary>The solver against trying every selection, on random small catalogs.</summary>
public sealed class SolverPropertyTests
{
    private const int Universes = 10_000;

    [Fact]
    public void It_finds_a_solution_exactly_when_there_is_one()
    {
        var solved = 0;
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = RandomUniverses.Make(seed);
            var rules = universe.Rules().ToList();
            switch (universe.Solve())
            {
                case SolverOutcome.Solved outcome:
                    Assert.True(SmallUniverse.AllHold(rules, SmallUniverse.Bits(outcome.Chosen)), $"seed {seed}: the solution breaks a rule");
                    solved++;
                    break;
                case SolverOutcome.Unsatisfiable:
                    Assert.False(SmallUniverse.IsSatisfiable(rules, universe.Count), $"seed {seed}: there is a solution");
                    break;
            }
        }

        Assert.InRange(solved, Universes / 4, Universes * 3 / 4);
    }

    [Fact]
    public void The_reasons_of_a_failure_are_rules_of_the_catalog_that_cannot_hold_together()
    {
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = RandomUniverses.Make(seed);
            if (universe.Solve() is not SolverOutcome.Unsatisfiable failure)
                continue;
            var rules = universe.Rules().Select(Normalised).ToHashSet();
            Assert.All(failure.Reasons, reason => Assert.Contains(Normalised(reason), rules));
            Assert.False(SmallUniverse.IsSatisfiable(failure.Reasons, universe.Count), $"seed {seed}: the reasons can hold together");
        }
    }

    [Fact]
    public void Minimal_reasons_cannot_hold_together_and_none_of_them_can_be_left_out()
    {
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = RandomUniverses.Make(seed);
            if (universe.Solve() is not SolverOutcome.Unsatisfiable failure)
                continue;
            var minimal = MinimalReasons.Of(failure.Reasons);
            Assert.Subset(failure.Reasons.ToHashSet(), minimal.ToHashSet());
            Assert.False(SmallUniverse.IsSatisfiable(minimal, universe.Count), $"seed {seed}: the reasons can hold together");
            Assert.All(minimal, reason => Assert.True(
                SmallUniverse.IsSatisfiable(minimal.Where(each => each != reason), universe.Count), $"seed {seed}: {reason} is not needed"));
        }
    }

    [Fact]
    public void What_is_to_be_upgraded_gets_its_highest_possible_version_whatever_is_locked()
    {
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = RandomUniverses.Make(seed);
            if (universe.Solve() is not SolverOutcome.Solved)
                continue;
            var rules = universe.Rules().ToList();
            var selection = SmallUniverse.Selections(rules, universe.Count).Last();
            universe.Locked.UnionWith(Enumerable.Range(0, universe.Count).Where(solvable => ((selection >> solvable) & 1) != 0));
            var upgraded = universe.Requests[^1] = universe.Requests[^1] with { IsUpgraded = true };
            var outcome = Assert.IsType<SolverOutcome.Solved>(universe.Solve());
            var best = upgraded.Candidates.First(candidate => SmallUniverse.IsSatisfiable(rules.Append(Only(candidate)), universe.Count));
            Assert.True(outcome.Chosen.Contains(best), $"seed {seed}: {best} was possible");
        }
    }

    [Fact]
    public void Each_request_gets_its_highest_version_that_the_requests_before_it_leave_possible()
    {
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = RandomUniverses.Make(seed);
            if (universe.Solve() is not SolverOutcome.Solved outcome)
                continue;
            var rules = universe.Rules().ToList();
            foreach (var request in universe.Requests)
            {
                var best = request.Candidates.First(candidate =>
                    SmallUniverse.IsSatisfiable(rules.Append(Only(candidate)), universe.Count));
                Assert.True(outcome.Chosen.Contains(best), $"seed {seed}: {best} was possible");
                rules.Add(Only(best));
            }
        }
    }

    [Fact]
    public void Numbering_and_input_order_do_not_matter()
    {
        for (var seed = 0; seed < Universes; seed++)
        {
            var universe = RandomUniverses.Make(seed);
            var renumbered = RandomUniverses.Make(seed, new Random(-seed));
            Assert.True(Described(universe).SequenceEqual(Described(renumbered)), $"seed {seed}");
        }
    }

    [Fact]
    public void What_is_locked_stays_when_nothing_else_is_asked_for()
    {
        for (var seed = 0; seed < Universes; seed++)
        {
            // Any solution serves as the previous lock.
            var universe = RandomUniverses.Make(seed);
            if (universe.Solve() is not SolverOutcome.Solved)
                continue;
            var rules = universe.Rules().ToList();
            var selection = SmallUniverse.Selections(rules, universe.Count).Last();
            universe.Locked.UnionWith(Enumerable.Range(0, universe.Count).Where(solvable => ((selection >> solvable) & 1) != 0));
            var outcome = Assert.IsType<SolverOutcome.Solved>(universe.Solve());
            Assert.True(universe.Locked.IsSupersetOf(outcome.Chosen), $"seed {seed}: something that was not locked came in");
        }
    }

    private static ClauseOrigin.Requested Only(int candidate) => new(new SmallUniverse.Need([candidate]));

    private static ClauseOrigin Normalised(ClauseOrigin origin) => origin is ClauseOrigin.OneVersion one && one.Solvable > one.Other
        ? new ClauseOrigin.OneVersion(one.Other, one.Solvable)
        : origin;

    private static IEnumerable<string> Described(SmallUniverse universe) => universe.Solve() switch
    {
        SolverOutcome.Solved outcome => outcome.Chosen.Select(solvable => universe.LabelOf(solvable)),
        _ => ["unsatisfiable"],
    };
}
