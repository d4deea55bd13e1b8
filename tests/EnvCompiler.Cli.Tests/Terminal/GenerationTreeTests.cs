using EnvCompiler.Cli.Commands.Generations;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Tests.Terminal;

public sealed class GenerationTreeTests
{
    [Fact]
    public void A_line_of_descent_stays_in_its_column() => Assert.Equal(["● 3", "○ 2", "○ 1"], Draw(3, (1, null), (2, 1), (3, 2)));

    [Fact]
    public void Two_children_of_one_parent_are_two_lanes_that_join() =>
        Assert.Equal(["○ 4", "│ ● 3", "├─╯", "○ 2", "○ 1"], Draw(3, (1, null), (2, 1), (3, 2), (4, 2)));

    [Fact]
    public void Lanes_join_over_others_that_go_on() =>
        Assert.Equal(
            ["● 6", "│ ○ 5", "│ │ ○ 4", "├─┼─╯", "○ │ 3", "│ ○ 2", "├─╯", "○ 1"],
            Draw(6, (1, null), (2, 1), (3, 1), (4, 3), (5, 2), (6, 3)));

    [Fact]
    public void A_generation_without_a_parent_ends_its_lane() => Assert.Equal(["● 2", "○ 1"], Draw(2, (1, null), (2, null)));

    private static IEnumerable<string> Draw(int live, params (int Number, int? Parent)[] generations) =>
        GenerationTree.Draw([.. generations.Select(each => new ListedGeneration
        {
            Generation = each.Number,
            Parent = each.Parent,
            Live = each.Number == live,
            Kind = "build",
            Time = "",
            Author = "",
            Host = "",
            Command = [],
            Digest = "",
        })]).Select(line => line.Generation is { } generation ? $"{line.Lanes} {generation.Generation}" : line.Lanes);
}
