using EnvCompiler.Toml.Building;
using EnvCompiler.Toml.Parsing;
using EnvCompiler.Toml.Syntax;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Editing;

/// <summary>
/// Edits of a text. What an edit means is decided over the values, where it goes over the syntax; everything outside the changed range
/// stays byte for byte, and the result is parsed again.
/// </summary>
internal sealed class DocumentEditor
{
    private readonly TomlDocument document;
    private readonly string text;
    private readonly Layout layout;
    private readonly ScalarReader keys;
    private readonly List<PlacedStatement> statements;

    internal DocumentEditor(TomlDocument document)
    {
        this.document = document;
        text = document.Text;
        layout = new Layout(document.Syntax);

        // The text has no errors, so none is found again.
        var lines = new LineMap("", TomlOptions.Default);
        keys = new ScalarReader(text, document.Options, lines, new ErrorList(lines, limit: 0));
        statements = Place();
    }

    /// <summary>Sets the value at a path, in place where there is one, else where the file would have it.</summary>
    internal TomlEdit Set(IReadOnlyList<string> path, string value)
    {
        var walk = Walk(path);
        return walk.Entry is not { } entry ? Insert(path, walk, value)
            : walk.Depth == path.Count ? Replace(entry, value)
            : NotATable(entry);
    }

    /// <summary>Adds a table, in the form that its siblings have: a section, an inline table or dotted keys.</summary>
    internal TomlEdit Add(IReadOnlyList<string> path, IReadOnlyList<KeyValuePair<string, string>> entries)
    {
        var walk = Walk(path);
        if (walk.Entry is { } present)
            return walk.Depth < path.Count ? NotATable(present) : TomlEdit.Refused(present.KeySpan, $"`{present.Key}` is there already");
        var sibling = walk.Depth == path.Count - 1 ? walk.Table.Entries.LastOrDefault(entry => entry.Value is TomlTable) : null;
        switch ((sibling?.Value as TomlTable)?.Origin)
        {
            case TableOrigin.Header or TableOrigin.Implied:
                string[] siblingPath = [.. path.SkipLast(1), sibling!.Key];
                var last = statements.FindLast(statement => statement.IsBelow(siblingPath))!;
                var lines = entries.Select(entry => $"{TomlText.Key(entry.Key)} = {entry.Value}");
                return Apply(layout.InsertLines(
                    last.Syntax.End, string.Join(layout.Newline, lines.Prepend($"[{TomlText.Keys(path)}]").Prepend(""))));
            case TableOrigin.Inline:
                return Set(path, TomlText.Table(entries));
            case null when entries.Count != 1:
                return Set(path, TomlText.Table(entries));
            default:
                var edit = TomlEdit.Done(document);
                foreach (var (key, value) in entries)
                    edit = edit.TryGet(out var edited) ? new DocumentEditor(edited).Set([.. path, key], value) : edit;
                return edit;
        }
    }

    /// <summary>Removes a key or a table with all that is below it, and its own comments.</summary>
    internal TomlEdit Remove(IReadOnlyList<string> path)
    {
        var walk = Walk(path);
        return walk.Entry is not { } entry ? TomlEdit.Refused(default, $"there is no `{TomlText.Keys(path)}`")
            : walk.Depth < path.Count ? NotATable(entry)
            : walk.Braces is { } inline ? RemoveInside(inline, [.. path.Skip(walk.BracesDepth)])
            : RemoveStatements(path);
    }

    /// <summary>Goes down a path as far as there are tables.</summary>
    private PathWalk Walk(IReadOnlyList<string> path)
    {
        var walk = new PathWalk(document.Root, Depth: 0, Entry: null, Braces: null, BracesDepth: 0);
        while (walk.Table.TryGet(path[walk.Depth], out var entry))
        {
            walk = walk with { Depth = walk.Depth + 1, Entry = entry };
            if (walk.Depth == path.Count || entry.Value is not TomlTable inner)
                return walk;
            walk = walk with { Table = inner };
            if (inner.Origin == TableOrigin.Inline)
                walk = walk with { Braces = inner, BracesDepth = walk.Depth };
        }

        return walk with { Entry = null };
    }

    private TomlEdit Replace(TomlEntry entry, string value) => entry.Value is TomlTable { Origin: not TableOrigin.Inline } or TomlArray { IsOfTables: true }
        ? TomlEdit.Refused(entry.KeySpan, $"`{entry.Key}` is a table of several lines and cannot be replaced by a value", "remove it first")
        : Apply(new TextChange(entry.Value.Span.Offset, entry.Value.Span.End, value));

    private TomlEdit Insert(IReadOnlyList<string> path, PathWalk walk, string value)
    {
        if (walk.Braces is { } inline)
            return Apply([.. new InlineTableEditor(text, layout, Syntax(inline)).Add($"{TomlText.Keys(path.Skip(walk.BracesDepth))} = {value}")]);
        var depth = walk.Depth;
        var prefix = path.Take(depth).ToList();
        switch (walk.Table.Origin)
        {
            case TableOrigin.Dotted:
                return InsertAfter(statements.FindLast(statement => statement.SectionLength < depth && statement.IsBelow(prefix))!, path, value);
            case TableOrigin.Implied:
                return InsertSection(statements.Find(statement => statement.IsBelow(prefix))!, path, depth, value);
            default:
                return depth == 0 && path.Count > 1 ? AppendSection(path, value)
                    : LastOfSection(prefix) is { } last ? InsertAfter(last, path, value)
                    : InsertAtTop(path, value);
        }
    }

    /// <summary>A header's last key, or the header where it has none; null for a top level without keys.</summary>
    private PlacedStatement? LastOfSection(List<string> header)
    {
        var at = header.Count == 0 ? -1 : statements.FindIndex(statement =>
            statement.Syntax is HeaderSyntax { IsArray: false } && statement.Path.Count == header.Count && statement.IsBelow(header));
        while (at + 1 < statements.Count && statements[at + 1].Syntax is KeyValueSyntax)
            at++;
        return at < 0 ? null : statements[at];
    }

    private TomlEdit InsertAfter(PlacedStatement last, IReadOnlyList<string> path, string value) => Apply(layout.InsertLines(
        last.Syntax.End, $"{layout.Indent(last.Syntax)}{TomlText.Keys(path.Skip(last.SectionLength))} = {value}"));

    /// <summary>A header for a table that so far is only a part of longer headers, before the first of them.</summary>
    private TomlEdit InsertSection(PlacedStatement first, IReadOnlyList<string> path, int depth, string value) => Apply(TextChange.Insert(
        layout.StartWithComments(first.Syntax.Start, Floor(first)),
        $"[{TomlText.Keys(path.Take(depth))}]{layout.Newline}{TomlText.Keys(path.Skip(depth))} = {value}{layout.Newline}{layout.Newline}"));

    private TomlEdit AppendSection(IReadOnlyList<string> path, string value)
    {
        var section = $"[{TomlText.Keys(path.Take(1))}]{layout.Newline}{TomlText.Keys(path.Skip(1))} = {value}";
        return Apply(layout.InsertLines(text.Length, text.Length > layout.Start ? layout.Newline + section : section));
    }

    private TomlEdit InsertAtTop(IReadOnlyList<string> path, string value)
    {
        // Below a comment that stands for itself, such as a licence: one with an empty line after it.
        var at = layout.Start;
        for (var line = at; line < text.Length && text.AsSpan(line).TrimStart(" \t") is ['#' or '\r' or '\n', .. var rest]; line = layout.LineEnd(line))
        {
            if (text[line] is '\r' or '\n')
                at = layout.LineEnd(line);
        }

        return Apply(TextChange.Insert(at, $"{TomlText.Keys(path)} = {value}{layout.Newline}"));
    }

    private TomlEdit RemoveInside(TomlTable inline, IReadOnlyList<string> path)
    {
        var syntax = Syntax(inline);
        var editor = new InlineTableEditor(text, layout, syntax);
        var entries = syntax.Entries.Where(entry => new PlacedStatement(entry, 0, 0, Names(entry.Key)).IsBelow(path));
        return Apply([.. entries.Select(editor.Remove)]);
    }

    private TomlEdit RemoveStatements(IReadOnlyList<string> path)
    {
        var changes = new List<TextChange>();
        for (var i = 0; i < statements.Count; i++)
        {
            if (!statements[i].IsBelow(path))
                continue;
            var start = layout.StartWithComments(statements[i].Syntax.Start, Floor(statements[i]));
            if (statements[i].Syntax is HeaderSyntax)
            {
                start = layout.StartWithEmptyLines(start, Floor(statements[i]));
                while (i + 1 < statements.Count && statements[i + 1].Syntax is KeyValueSyntax)
                    i++;
            }

            changes.Add(layout.RemoveLines(start, layout.LineEnd(statements[i].Syntax.End)));
        }

        return Apply([.. changes]);
    }

    /// <summary>The end of the line of the statement before; what is above that belongs to it.</summary>
    private int Floor(PlacedStatement statement) =>
        statement.Index == 0 ? layout.Start : layout.LineEnd(statements[statement.Index - 1].Syntax.End);

    private InlineTableSyntax Syntax(TomlTable inline)
    {
        var offset = inline.Span.Offset;
        SyntaxNode node = statements.Find(statement => statement.Syntax.End > offset)!.Syntax;
        while (node is not InlineTableSyntax || node.Start != offset)
        {
            node = node switch
            {
                KeyValueSyntax { Value: var value } => value,
                InlineTableSyntax table => table.Entries.First(entry => entry.End > offset),
                ArraySyntax array => array.Items.First(item => item.End > offset),
                _ => throw new InvalidOperationException($"no inline table at {offset}"),
            };
        }

        return (InlineTableSyntax)node;
    }

    private List<string> Names(KeySyntax key) => [.. key.Parts.Select(keys.ReadKey)];

    private List<PlacedStatement> Place()
    {
        var placed = new List<PlacedStatement>(document.Syntax.Statements.Count);
        var section = new List<string>();
        foreach (var statement in document.Syntax.Statements)
        {
            var names = Names(statement.Key);
            if (statement is HeaderSyntax)
                section = names;
            placed.Add(new PlacedStatement(statement, placed.Count, section.Count, statement is HeaderSyntax ? names : [.. section, .. names]));
        }

        return placed;
    }

    private static TomlEdit NotATable(TomlEntry entry) =>
        TomlEdit.Refused(entry.KeySpan, $"`{entry.Key}` is {entry.Value.KindName}, so there is no key below it");

    private TomlEdit Apply(params TextChange[] changes)
    {
        var edited = TomlDocument.Parse(TextChange.Apply(text, changes), document.Options);
        return edited.Errors.Count == 0
            ? TomlEdit.Done(edited)
            : TomlEdit.Refused(edited.Errors[0].Span, edited.Errors[0].Message, edited.Errors[0].Hint);
    }
}
