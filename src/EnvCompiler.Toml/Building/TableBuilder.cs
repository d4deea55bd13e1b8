using EnvCompiler.Toml.Parsing;
using EnvCompiler.Toml.Syntax;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Building;

/// <summary>Syntax to values: resolves headers and dotted keys to tables and holds the rules on what may be defined twice.</summary>
internal sealed class TableBuilder(string text, TomlOptions options, LineMap lines, ErrorList errors)
{
    private readonly ScalarReader scalars = new(text, options, lines, errors);
    private readonly TomlTable root = new(new TomlSpan(0, text.Length, 1, 1)) { Origin = TableOrigin.Header };
    private int sections;

    internal TomlTable Build(DocumentSyntax document)
    {
        var current = root;
        var section = 0;
        foreach (var statement in document.Statements)
        {
            if (statement is HeaderSyntax header)
            {
                section = ++sections;
                // What stands under a refused header is read into a table of its own, so that its errors are found too.
                current = Open(header) ?? new TomlTable(default) { Origin = TableOrigin.Header };
            }
            else
            {
                Define(current, (KeyValueSyntax)statement, section);
            }
        }

        return root;
    }

    private TomlTable? Open(HeaderSyntax header)
    {
        var table = root;
        var parts = header.Key.Parts;
        for (var i = 0; i < parts.Count - 1; i++)
        {
            var key = scalars.ReadKey(parts[i]);
            if (!table.TryGet(key, out var entry))
            {
                table = Add(table, key, parts[i], TableOrigin.Implied);
                continue;
            }

            if (entry.Value is TomlTable { Origin: not TableOrigin.Inline } inner)
                table = inner;
            else if (entry.Value is TomlArray { IsOfTables: true } array)
                table = (TomlTable)array.Items[^1];
            else
                return Refuse(parts[i], entry);
        }

        var last = scalars.ReadKey(parts[^1]);
        var exists = table.TryGet(last, out var found);
        if (header.IsArray)
        {
            var element = new TomlTable(Span(parts[^1])) { Origin = TableOrigin.Header };
            if (!exists)
                table.Add(new TomlEntry(last, element.Span, new TomlArray(element.Span, [element], ofTables: true)));
            else if (found!.Value is TomlArray { IsOfTables: true } array)
                array.Add(element);
            else
                return Refuse(parts[^1], found);
            return element;
        }

        if (!exists)
            return Add(table, last, parts[^1], TableOrigin.Header);
        if (found!.Value is not TomlTable { Origin: TableOrigin.Implied } implied)
            return Refuse(parts[^1], found);
        implied.Origin = TableOrigin.Header;
        return implied;
    }

    private void Define(TomlTable table, KeyValueSyntax statement, int inSection)
    {
        var parts = statement.Key.Parts;
        for (var i = 0; i < parts.Count - 1; i++)
        {
            var key = scalars.ReadKey(parts[i]);
            if (!table.TryGet(key, out var entry))
            {
                table = Add(table, key, parts[i], TableOrigin.Dotted);
                table.Section = inSection;
            }
            else if (entry.Value is TomlTable inner && IsOpen(inner, inSection))
            {
                table = inner;
                table.Origin = TableOrigin.Dotted;
                table.Section = inSection;
            }
            else
            {
                Refuse(parts[i], entry);
                return;
            }
        }

        var name = scalars.ReadKey(parts[^1]);
        var value = Read(statement.Value);
        if (table.TryGet(name, out var earlier))
            Refuse(parts[^1], earlier);
        else
            table.Add(new TomlEntry(name, Span(parts[^1]), value));
    }

    private static bool IsOpen(TomlTable table, int inSection) =>
        table.Origin == TableOrigin.Implied || (table.Origin == TableOrigin.Dotted && table.Section == inSection);

    private TomlValue Read(ValueSyntax syntax) => syntax switch
    {
        ScalarSyntax scalar => scalars.Read(scalar.Token),
        ArraySyntax array => ReadArray(array),
        InlineTableSyntax table => ReadInlineTable(table),
        _ => new TomlInvalid(lines.Span(syntax.Start, syntax.End - syntax.Start)),
    };

    private TomlArray ReadArray(ArraySyntax syntax)
    {
        var span = lines.Span(syntax.Start, syntax.End - syntax.Start);
        var items = new List<TomlValue>(syntax.Items.Count);
        foreach (var item in syntax.Items)
            items.Add(Read(item));
        return new TomlArray(span, items, ofTables: false);
    }

    private TomlTable ReadInlineTable(InlineTableSyntax syntax)
    {
        // Numbered like a header: dotted keys may add to a table only within the same pair of braces.
        var own = ++sections;
        var table = new TomlTable(lines.Span(syntax.Start, syntax.End - syntax.Start)) { Origin = TableOrigin.Inline };
        foreach (var entry in syntax.Entries)
            Define(table, entry, own);
        return table;
    }

    private TomlTable Add(TomlTable parent, string key, SyntaxToken token, TableOrigin origin)
    {
        var table = new TomlTable(Span(token)) { Origin = origin };
        parent.Add(new TomlEntry(key, table.Span, table));
        return table;
    }

    private TomlTable? Refuse(SyntaxToken key, TomlEntry earlier)
    {
        var line = earlier.KeySpan.Line - options.FirstLine + 1;
        var message = earlier.Value is TomlTable { Origin: TableOrigin.Inline }
            ? $"`{earlier.Key}` is closed by its braces on line {line} and cannot be added to"
            : $"`{earlier.Key}` is already defined on line {line}";
        errors.Add(key.Offset, key.Length, message);
        return null;
    }

    private TomlSpan Span(SyntaxToken token) => lines.Span(token.Offset, token.Length);
}
