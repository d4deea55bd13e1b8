using System.Text;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>Lays columns out for a width: the least important ones go, then texts are cut.</summary>
internal static class TopTable
{
    private const int Gap = 2;

    /// <summary>The head and a line a row.</summary>
    internal static IReadOnlyList<string> Lines(IReadOnlyList<TopColumn> columns, IReadOnlyList<TopRow> rows, int width)
    {
        var shown = columns.ToList();
        var widths = shown.ToDictionary(column => column, column => Widest(column, rows));
        while (Least(shown, widths) > width && shown.Max(column => column.Rank) > 0)
            shown.Remove(shown.MaxBy(column => column.Rank)!);
        Cut(shown, widths, width);
        return [Line(shown, widths, column => column.Head), .. rows.Select(row => Line(shown, widths, column => column.Cell(row)))];
    }

    /// <summary>A text of at most so many characters.</summary>
    internal static string Fit(string text, int width) =>
        text.Length <= width ? text : width < 1 ? "" : string.Concat(text.AsSpan(0, width - 1), "…");

    private static int Widest(TopColumn column, IReadOnlyList<TopRow> rows) =>
        Math.Max(column.Head.Length, rows.Select(row => column.Cell(row).Length).DefaultIfEmpty().Max());

    private static int Least(List<TopColumn> columns, Dictionary<TopColumn, int> widths) =>
        columns.Sum(column => column.Least == 0 ? widths[column] : Math.Min(widths[column], columns.Any(each => each.IsExtra) ? column.Wanted : column.Least))
        + (Gap * (columns.Count - 1));

    // The last text gives first: it is the longest, and its beginning says most.
    private static void Cut(List<TopColumn> columns, Dictionary<TopColumn, int> widths, int width)
    {
        var tooMuch = columns.Sum(column => widths[column]) + (Gap * (columns.Count - 1)) - width;
        foreach (var column in columns.Where(column => column.Least > 0).Reverse())
        {
            var given = Math.Clamp(tooMuch, 0, Math.Max(widths[column] - column.Least, 0));
            widths[column] -= given;
            tooMuch -= given;
        }
    }

    private static string Line(List<TopColumn> columns, Dictionary<TopColumn, int> widths, Func<TopColumn, string> text)
    {
        var line = new StringBuilder();
        foreach (var column in columns)
        {
            var cell = Fit(text(column), widths[column]);
            line.Append(column.IsNumber ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])).Append(' ', Gap);
        }

        return line.ToString().TrimEnd();
    }
}
