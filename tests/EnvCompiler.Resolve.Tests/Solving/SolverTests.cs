using EnvCompiler.Resolve.Solving;

namespace EnvCompiler.Resolve.Tests.Solving;

/// <summary>The preferences of the solver, one by one.</summary>
public sealed class SolverTests
{
    private readonly SmallUniverse universe = new();

    [Fact]
    public void Nothing_requested_is_nothing_chosen() => Assert.Empty(Chosen());

    [Fact]
    public void The_first_alternative_is_chosen()
    {
        var app = Name("app");
        var first = Name("first");
        var second = Name("second");
        universe.Require(app, first, second);
        universe.Request(app);
        Assert.Equal(["app 1", "first 1"], Chosen());
    }

    [Fact]
    public void An_alternative_that_something_else_needs_makes_the_first_one_superfluous()
    {
        var app = Name("app");
        var first = Name("first");
        var second = Name("second");
        var library = Name("library");
        universe.Require(app, first, second);
        universe.Require(app, library);
        universe.Require(library, second);
        universe.Request(app);
        Assert.Equal(["app 1", "library 1", "second 1"], Chosen());
    }

    [Fact]
    public void A_dead_end_behind_the_first_alternative_leads_to_the_second()
    {
        var app = Name("app");
        var first = Name("first");
        var second = Name("second");
        var deep = Name("deep");
        universe.Require(app, first, second);
        universe.Require(first, deep);
        universe.Require(deep);
        universe.Request(app);
        Assert.Equal(["app 1", "second 1"], Chosen());
    }

    [Fact]
    public void A_lower_version_is_chosen_where_the_highest_cannot_stand_beside_a_request()
    {
        var library = universe.AddName("library", 3);
        var app = Name("app");
        universe.Require(app, [.. library.Reverse()]);
        universe.Refuse(library[2], app);
        universe.Request(app);
        Assert.Equal(["app 1", "library 2"], Chosen());
    }

    [Fact]
    public void A_locked_version_is_kept_although_a_higher_one_exists()
    {
        var library = universe.AddName("library", 3);
        universe.Request([.. library.Reverse()]);
        universe.Locked.Add(library[1]);
        Assert.Equal(["library 2"], Chosen());
    }

    [Fact]
    public void A_locked_version_gives_way_to_a_request_that_rules_it_out()
    {
        var library = universe.AddName("library", 2);
        var app = Name("app");
        universe.Request([.. library.Reverse()]);
        universe.Request(app);
        universe.Refuse(app, library[0]);
        universe.Locked.Add(library[0]);
        Assert.Equal(["app 1", "library 2"], Chosen());
    }

    [Fact]
    public void A_solvable_that_needs_what_it_provides_itself_needs_nothing()
    {
        var app = Name("app");
        var other = Name("other");
        universe.Require(app, other, app);
        universe.Request(app);
        Assert.Equal(["app 1"], Chosen());
    }

    [Fact]
    public void A_request_without_candidates_is_its_own_reason()
    {
        universe.Request();
        var failure = Assert.IsType<SolverOutcome.Unsatisfiable>(universe.Solve());
        Assert.Equal(new ClauseOrigin.Requested(universe.Requests[0]), Assert.Single(failure.Reasons));
    }

    [Fact]
    public void A_long_chain_is_solved_without_recursion()
    {
        var names = Enumerable.Range(0, 100_000).Select(i => Name($"n{i}")).ToArray();
        for (var i = 1; i < names.Length; i++)
            universe.Require(names[i - 1], names[i]);
        universe.Request(names[0]);
        Assert.Equal(names.Length, Chosen().Count);
    }

    private int Name(string name) => universe.AddName(name, 1)[0];

    private List<string> Chosen()
    {
        var outcome = Assert.IsType<SolverOutcome.Solved>(universe.Solve());
        return [.. outcome.Chosen.Select(universe.LabelOf).Order(StringComparer.Ordinal)];
    }
}
