using System.Globalization;
using System.Text;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>The followed log of one service as lines of the screen.</summary>
internal static class TopLogView
{
    private const char Escape = '\e';

    /// <summary>The whole screen: the last lines that fit.</summary>
    internal static IReadOnlyList<StyledLine> Screen(string service, IReadOnlyList<string> log, int width, int height)
    {
        var lines = new List<StyledLine> { new(TopTable.Fit($"log of {service}", width), LineStyle.Head) };
        var room = Math.Max(height - 2, 1);
        lines.AddRange(log.Skip(log.Count - room).Select(line => new StyledLine(TopTable.Fit(line, width))));
        while (lines.Count < height - 1)
            lines.Add(new(""));
        lines.Add(new(TopTable.Fit("q back", width), LineStyle.Dim));
        return lines;
    }

    /// <summary>A line as it is shown: the time of day, and nothing in it that would move the cursor or colour the screen.</summary>
    internal static string Shown(LogLine line)
    {
        var text = line.Time is { } time ? $"{time.LocalDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {line.Stream,-4} {line.Text}" : line.Text;
        if (!text.Any(char.IsControl))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape)
                i = EndOfSequence(text, i);
            else if (text[i] == '\t')
                plain.Append(' ');
            else if (!char.IsControl(text[i]))
                plain.Append(text[i]);
        }

        return plain.ToString();
    }

    // ECMA-48: ESC [ parameters, then a final byte from @ to ~; other sequences are ESC and one character.
    private static int EndOfSequence(string text, int start)
    {
        if (start + 1 >= text.Length || text[start + 1] != '[')
            return start + 1;
        var end = start + 2;
        while (end < text.Length && text[end] is < '@' or > '~')
            end++;
        return end;
    }
}
