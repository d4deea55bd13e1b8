using EnvCompiler.Toml.Syntax;

namespace EnvCompiler.Toml.Parsing;

/// <summary>
/// Text to syntax, by recursive descent (toml.io/en/v1.1.0, toml.abnf). After an error it goes on at the next line; after an error inside
/// brackets, at the next line that looks like a header or a key, so that one slip is one error.
/// </summary>
internal sealed class Parser(string text, TomlOptions options, ErrorList errors)
{
    private readonly Lexer lexer = new(text, errors);

    private readonly List<SyntaxToken> keyParts = [];

    // Brackets that are open count for recovery; with the parts of keys they are the depth of what is being built.
    private int openBrackets;
    private int depth;

    internal DocumentSyntax ParseDocument()
    {
        var statements = new List<StatementSyntax>();
        if (lexer.Current == '\ufeff')
            lexer.Take(SyntaxKind.ByteOrderMark, 1);
        for (lexer.SkipTrivia(); !lexer.AtEnd; lexer.SkipTrivia())
        {
            depth = openBrackets = 0;
            StatementSyntax? statement = lexer.Current == '[' ? ParseHeader() : ParseKeyValue();
            if (statement is not null)
                statements.Add(statement);
            if (statement is null or KeyValueSyntax { Value: InvalidValueSyntax })
                Recover();
            else
                ExpectLineEnd();
        }

        return new DocumentSyntax(text, lexer.Tokens, statements);
    }

    private HeaderSyntax? ParseHeader()
    {
        var start = lexer.Position;
        lexer.Take(SyntaxKind.OpenBracket, 1);
        var isArray = lexer.TryTake('[', SyntaxKind.OpenBracket);
        lexer.SkipBlanks();
        if (ParseKey("the table has no name", "write [name]") is not { } key)
            return null;
        lexer.SkipBlanks();
        if (!lexer.TryTake(']', SyntaxKind.CloseBracket) || (isArray && !lexer.TryTake(']', SyntaxKind.CloseBracket)))
        {
            errors.Add(lexer.Position, 1, $"the header of `{text[key.Start..key.End]}` has no closing `{(isArray ? "]]" : "]")}`");
            return null;
        }

        return new HeaderSyntax(start, lexer.Position, key, isArray);
    }

    private KeyValueSyntax? ParseKeyValue()
    {
        if (ParseKey("a key or a [header] is expected here", null) is not { } key)
            return null;
        lexer.SkipBlanks();
        if (!lexer.TryTake('=', SyntaxKind.Equals))
        {
            errors.Add(lexer.Position, 1, $"`=` is expected after the key `{text[key.Start..key.End]}`", HintOnKeyCharacter());
            return null;
        }

        lexer.SkipBlanks();
        var outer = depth;
        depth += key.Parts.Count;
        var start = lexer.Position;
        var value = ParseValue() ?? new InvalidValueSyntax(start, lexer.Position);
        depth = outer;
        return new KeyValueSyntax(key, value);
    }

    private KeySyntax? ParseKey(string ifMissing, string? hint)
    {
        var parts = keyParts;
        parts.Clear();
        do
        {
            if (parts.Count > 0)
                lexer.SkipBlanks();
            var quoted = lexer.Current is '"' or '\'';
            var part = quoted ? lexer.TakeString(multiLine: false) : lexer.TakeBareKey();
            if (part is null)
            {
                if (!quoted)
                    ReportMissingKey(parts.Count == 0 ? ifMissing : "a name is expected after the dot", parts.Count == 0 ? hint : null);
                return null;
            }

            parts.Add(part.Value);
        }
        while (TryTakeDot());

        if (depth + parts.Count <= options.MaxDepth)
            return new KeySyntax([.. parts]);
        errors.Add(parts[0].Offset, 1, $"tables are nested deeper than {options.MaxDepth}");
        return null;
    }

    private bool TryTakeDot()
    {
        // Blanks may stand before the dot; without a dot they belong to whatever follows.
        var ahead = 0;
        while (lexer.Peek(ahead) is ' ' or '\t')
            ahead++;
        if (lexer.Peek(ahead) != '.')
            return false;
        lexer.SkipBlanks();
        return lexer.TryTake('.', SyntaxKind.Dot);
    }

    private void ReportMissingKey(string message, string? hint) =>
        errors.Add(lexer.Position, 1, message, HintOnKeyCharacter() ?? hint);

    private string? HintOnKeyCharacter() =>
        lexer.Current > '\u007f' ? "keys with other characters than A-Z a-z 0-9 _ - need quotes" : null;

    private ValueSyntax? ParseValue()
    {
        switch (lexer.Current)
        {
            case '"' or '\'':
                return lexer.TakeString(multiLine: true) is { } quoted ? new ScalarSyntax(quoted) : null;
            case '[':
                return Nested() ? ParseArray() : null;
            case '{':
                return Nested() ? ParseInlineTable() : null;
            default:
                return ParseBareValue();
        }
    }

    private ScalarSyntax? ParseBareValue()
    {
        if (lexer.TakeBareValue() is not { } token)
        {
            errors.Add(lexer.Position, 1, "a value is expected here", lexer.AtLineEnd ? null : "strings need quotes");
            return null;
        }

        var value = text.AsSpan(token.Offset, token.Length);
        if (!char.IsAsciiLetter(value[0]) || value is "true" or "false" or "inf" or "nan")
            return new ScalarSyntax(token);
        var lower = value.ToString().ToLowerInvariant();
        var hint = lower is "true" or "false" or "inf" or "nan" ? $"write `{lower}`" : $"strings need quotes: `\"{value}\"`";
        errors.Add(token.Offset, token.Length, $"`{value}` is not a value", hint);
        return null;
    }

    private bool Nested()
    {
        openBrackets++;
        if (++depth <= options.MaxDepth)
            return true;
        errors.Add(lexer.Position, 1, $"values are nested deeper than {options.MaxDepth}");
        return false;
    }

    private void Closed()
    {
        openBrackets--;
        depth--;
    }

    private ArraySyntax? ParseArray()
    {
        var start = lexer.Position;
        var items = new List<ValueSyntax>();
        lexer.Take(SyntaxKind.OpenBracket, 1);
        for (lexer.SkipTrivia(); !lexer.TryTake(']', SyntaxKind.CloseBracket); lexer.SkipTrivia())
        {
            if (IsUnclosed(start, "array", ']') || ParseValue() is not { } item)
                return null;
            items.Add(item);
            lexer.SkipTrivia();
            if (!lexer.TryTake(',', SyntaxKind.Comma) && lexer.Current != ']')
            {
                ReportUnclosed(start, "array", ']');
                return null;
            }
        }

        Closed();
        return new ArraySyntax(start, lexer.Position, items);
    }

    private InlineTableSyntax? ParseInlineTable()
    {
        var start = lexer.Position;
        var entries = new List<KeyValueSyntax>();
        lexer.Take(SyntaxKind.OpenBrace, 1);
        for (SkipInsideTable(); !lexer.TryTake('}', SyntaxKind.CloseBrace); SkipInsideTable())
        {
            if (IsUnclosed(start, "inline table", '}') || ParseKeyValue() is not { Value: not InvalidValueSyntax } entry)
                return null;
            entries.Add(entry);
            SkipInsideTable();
            var comma = lexer.Position;
            if (!lexer.TryTake(',', SyntaxKind.Comma))
            {
                if (lexer.Current == '}')
                    continue;
                ReportUnclosed(start, "inline table", '}');
                return null;
            }

            SkipInsideTable();
            if (lexer.Current == '}' && options.Version == TomlVersion.V10)
                errors.Add(comma, 1, "TOML 1.0 allows no comma after the last entry of an inline table");
        }

        Closed();
        return new InlineTableSyntax(start, lexer.Position, entries);
    }

    private void SkipInsideTable()
    {
        var start = lexer.Position;
        lexer.SkipTrivia();
        if (options.Version == TomlVersion.V10 && text.AsSpan(start, lexer.Position - start).ContainsAny('\n', '#'))
            errors.Add(start, 1, "TOML 1.0 allows no line breaks or comments inside an inline table");
    }

    private bool IsUnclosed(int start, string what, char close)
    {
        if (lexer.AtEnd)
            errors.Add(start, 1, $"the {what} has no closing `{close}`");
        return lexer.AtEnd;
    }

    private void ReportUnclosed(int start, string what, char close)
    {
        if (IsUnclosed(start, what, close))
            return;
        if (lexer.Current == '=' || (lexer.AtLineStart && LooksLikeStatement()))
            errors.Add(start, 1, $"the {what} has no closing `{close}`");
        else
            errors.Add(lexer.Position, 1, $"`,` or `{close}` is expected here");
    }

    private void ExpectLineEnd()
    {
        lexer.SkipBlanks();
        lexer.SkipComment();
        if (lexer.AtLineEnd)
            return;
        errors.Add(lexer.Position, 1, $"the line should end before `{Printable(lexer.Current)}`");
        lexer.SkipLine();
    }

    private void Recover()
    {
        if (openBrackets > 0 && lexer.AtLineStart && LooksLikeStatement())
            return;
        lexer.SkipLine();
        if (openBrackets == 0)
            return;
        while (lexer.SkipNewline())
        {
            lexer.SkipBlanks();
            if (LooksLikeStatement())
                return;
            lexer.SkipLine();
        }
    }

    /// <summary>Whether the line starts with <c>[name…]</c> or <c>name… =</c>; it looks at one line, so recovery is linear.</summary>
    private bool LooksLikeStatement()
    {
        var line = text.AsSpan(lexer.Position);
        line = line[..(line.IndexOf('\n') is >= 0 and var end ? end : line.Length)].Trim();
        if (line.StartsWith('['))
            return line.TrimStart('[').TrimStart() is [not (']' or '[' or '{'), ..] name && name.Contains(']') && !name.Contains(',');
        var equals = line.IndexOf('=');
        return equals > 0 && !line[..equals].ContainsAny("{},#");
    }

    private static string Printable(char c) => c < ' ' || c == '\u007f' || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
}
