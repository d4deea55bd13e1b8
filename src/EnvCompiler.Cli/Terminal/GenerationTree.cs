using EnvCompiler.Cli.Commands.Generations;

namespace EnvCompiler.Cli.Terminal;

/// <summary>
/// Generations as a tree, newest first. Each lane is a line of descent that goes on below; where two have the same parent, the right one joins the left one.
/// </summary>
internal static class GenerationTree
{
    /// <summary>One line: the lanes, and the generation that is on it; null on a line that only joins lanes.</summary>
    internal sealed record Line(string Lanes, ListedGeneration? Generation);

    /// <param name="generations">Oldest first.</param>
    internal static IEnumerable<Line> Draw(IReadOnlyList<ListedGeneration> generations)
    {
        // Of each lane, the generation that it goes down to.
        var lanes = new List<int?>();
        foreach (var generation in generations.Reverse())
        {
            var mine = lanes.IndexOf(generation.Generation);
            if (mine < 0)
            {
                mine = lanes.Count;
                lanes.Add(generation.Generation);
            }

            for (int other; (other = lanes.LastIndexOf(generation.Generation)) > mine; lanes.RemoveAt(other))
                yield return new Line(Joined(lanes.Count, mine, other), Generation: null);
            yield return new Line(Row(lanes.Count, mine, generation.Live ? '●' : '○'), generation);
            lanes[mine] = generation.Parent;
            if (generation.Parent is null)
                lanes.RemoveAt(mine);
        }
    }

    private static string Row(int lanes, int mine, char mark) => string.Join(' ', Enumerable.Range(0, lanes).Select(lane => lane == mine ? mark : '│'));

    private static string Joined(int lanes, int left, int right)
    {
        var text = new char[(2 * lanes) - 1];
        for (var column = 0; column < text.Length; column++)
        {
            var (lane, isLane) = (column / 2, column % 2 == 0);
            var between = column > 2 * left && column < 2 * right;
            text[column] = !isLane ? (between ? '─' : ' ') : lane == left ? '├' : lane == right ? '╯' : between ? '┼' : '│';
        }

        return new string(text);
    }
}
