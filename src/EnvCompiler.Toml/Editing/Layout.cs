using EnvCompiler.Toml.Syntax;

namespace EnvCompiler.Toml.Editing;

/// <summary>The lines around statements, and the document's own habits: line ends, indents.</summary>
internal sealed class Layout(DocumentSyntax syntax)
{
    private readonly string text = syntax.Text;

    /// <summary>The line end that the text uses first; LF where it has none.</summary>
    internal string Newline { get; } = syntax.Text.IndexOf('\n') is > 0 and var at && syntax.Text[at - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>After the byte order mark, if there is one.</summary>
    internal int Start { get; } = syntax.Text.StartsWith('\ufeff') ? 1 : 0;

    /// <summary>Where the line of an offset starts.</summary>
    internal int LineStart(int offset) => Math.Max(Start, offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1);

    /// <summary>The offset after the line end that follows; comments hold none.</summary>
    internal int LineEnd(int offset) => text.IndexOf('\n', offset) is >= 0 and var newline ? newline + 1 : text.Length;

    /// <summary>The blanks before a node that stands first on its line.</summary>
    internal string Indent(SyntaxNode node) => text[LineStart(node.Start)..node.Start];

    /// <summary>Whether nothing but blanks stands before an offset on its line.</summary>
    internal bool IsFirstOnLine(int offset) => text.AsSpan(LineStart(offset)..offset).Trim(" \t").IsEmpty;

    /// <summary>Where a statement's own comment lines start, which stand directly above it; else its line.</summary>
    /// <param name="start">The statement's start.</param>
    /// <param name="floor">The end of the line of whatever stands before; a line above may be inside a string.</param>
    internal int StartWithComments(int start, int floor) => GoUp(LineStart(start), floor, line => line.StartsWith('#'));

    /// <summary>Where the empty lines start that stand directly above a line.</summary>
    internal int StartWithEmptyLines(int lineStart, int floor) => GoUp(lineStart, floor, line => line.IsEmpty);

    /// <summary>New lines to be put after the line that an offset is on, in the text's own manner of ending (or not ending) its last line.</summary>
    internal TextChange InsertLines(int offset, string lines)
    {
        var end = LineEnd(offset);
        return end == text.Length && end > Start && text[^1] != '\n'
            ? TextChange.Insert(end, Newline + lines)
            : TextChange.Insert(end, lines + Newline);
    }

    /// <summary>Removes whole lines; where they end a text without a last line end, the one before them goes too.</summary>
    internal TextChange RemoveLines(int start, int end)
    {
        if (end == text.Length && start > Start && text[^1] != '\n')
            start -= start > 1 && text[start - 2] == '\r' ? 2 : 1;
        return TextChange.Remove(start, end);
    }

    private int GoUp(int lineStart, int floor, Func<ReadOnlySpan<char>, bool> belongs)
    {
        while (lineStart > floor)
        {
            var above = LineStart(lineStart - 1);
            if (above < floor || !belongs(text.AsSpan(above..lineStart).Trim()))
                break;
            lineStart = above;
        }

        return lineStart;
    }
}
