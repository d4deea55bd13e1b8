using EnvCompiler.Toml.Syntax;

namespace EnvCompiler.Toml.Editing;

/// <summary>Changes inside one pair of braces.</summary>
internal sealed class InlineTableEditor(string text, Layout layout, InlineTableSyntax table)
{
    /// <summary>Puts an entry after the last one, on a line of its own where the last one has that.</summary>
    internal IEnumerable<TextChange> Add(string entry)
    {
        if (table.Entries.Count == 0)
        {
            var isTight = text[table.Start + 1] is not (' ' or '\t');
            return [TextChange.Insert(table.Start + 1, isTight ? $" {entry} " : $" {entry}")];
        }

        var last = table.Entries[^1];
        var comma = CommaAfter(last);
        var end = comma < 0 ? last.End : comma + 1;
        var lineEnd = text.IndexOf('\n', end);
        if (!layout.IsFirstOnLine(last.Start) || lineEnd < 0 || lineEnd >= table.End)
            return [TextChange.Insert(end, comma < 0 ? $", {entry}" : $" {entry},")];
        var beforeLineEnd = text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        var line = TextChange.Insert(beforeLineEnd, $"{layout.Newline}{layout.Indent(last)}{entry}{(comma < 0 ? "" : ",")}");
        return comma < 0 ? [TextChange.Insert(last.End, ","), line] : [line];
    }

    /// <summary>Takes out an entry with its comma, and its line where it stands alone on it.</summary>
    internal TextChange Remove(KeyValueSyntax entry)
    {
        var index = Enumerable.Range(0, table.Entries.Count).First(i => table.Entries[i] == entry);
        var comma = CommaAfter(entry);
        var end = comma < 0 ? entry.End : comma + 1;
        var lineEnd = layout.LineEnd(end);
        if (layout.IsFirstOnLine(entry.Start) && lineEnd <= table.End && IsBlankOrComment(text.AsSpan(end..lineEnd)))
            return TextChange.Remove(layout.LineStart(entry.Start), lineEnd);
        if (index > 0 && IsPlain(table.Entries[index - 1].End, entry.Start))
            return TextChange.Remove(table.Entries[index - 1].End, entry.End);
        if (index + 1 < table.Entries.Count && IsPlain(entry.End, table.Entries[index + 1].Start))
            return TextChange.Remove(entry.Start, table.Entries[index + 1].Start);
        return table.Entries.Count == 1 && IsPlain(table.Start + 1, entry.Start) && IsPlain(entry.End, table.End - 1)
            ? TextChange.Remove(table.Start + 1, table.End - 1)
            : TextChange.Remove(entry.Start, end);
    }

    /// <summary>Nothing but blanks and a comma: no line ends and no comments.</summary>
    private bool IsPlain(int start, int end) => !text.AsSpan(start..end).ContainsAnyExcept(" \t,");

    private static bool IsBlankOrComment(ReadOnlySpan<char> rest) => rest.Trim() is [] or ['#', ..];

    private int CommaAfter(KeyValueSyntax entry)
    {
        for (var at = entry.End; at < table.End - 1; at++)
        {
            if (text[at] == ',')
                return at;
            if (text[at] == '#')
                at = text.IndexOf('\n', at);
            else if (text[at] is not (' ' or '\t' or '\r' or '\n'))
                return -1;
        }

        return -1;
    }
}
