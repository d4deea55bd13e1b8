using System.Text;

namespace EnvCompiler.Model.Shell;

/// <summary>
/// Parses shell scripts as POSIX.1-2024 XCU 2 describes them, with the little of bash that maintainer scripts and manifests use. It runs nothing, reads
/// each character once (backquotes: once more) and nests at most <see cref="DeepestNesting"/> levels.
/// </summary>
public sealed class ShellParser
{
    private const int DeepestNesting = 60;

    private static readonly string[] Terminators = ["then", "elif", "else", "fi", "do", "done", "esac", "}"];
    private static readonly string[] Operators = [":-", ":+", ":=", ":?", "##", "%%", "-", "+", "=", "?", "#", "%"];

    private readonly string text;
    private readonly Queue<(int Slot, string Delimiter, bool Strips, bool IsLiteral)> hereDocuments = new();
    private readonly List<ShellWord> hereContents = [];
    private readonly Dictionary<int, int> skips = [];
    private int position;
    private int wordEnd;
    private int depth;
    private bool failed;

    private ShellParser(string text, int depth)
    {
        this.text = text;
        this.depth = depth;
    }

    private bool AtEnd => position >= text.Length;

    private char Current => position < text.Length ? text[position] : '\0';

    /// <summary>The script's commands.</summary>
    /// <returns>Null when it is not a shell script that this parser understands.</returns>
    public static ShellNode.Sequence? Parse(string script) => Parse(script, depth: 0);

    private static ShellNode.Sequence? Parse(string script, int depth)
    {
        var parser = new ShellParser(script, depth);
        var list = parser.List();
        return parser.failed || !parser.AtEnd ? null : list;
    }

    // From here on every loop ends: there is nothing left to read.
    private void Fail()
    {
        failed = true;
        position = text.Length;
    }

    private bool Enter()
    {
        if (++depth <= DeepestNesting)
            return true;
        Fail();
        return false;
    }

    private ShellNode.Sequence List()
    {
        var commands = new List<ShellNode>();
        if (Enter())
        {
            for (SkipSeparators(); !AtEnd && !AtTerminator(); SkipSeparators())
            {
                var before = position;
                var command = AndOr();
                commands.Add(Current == '&' ? command with { IsBackground = true } : command);
                if (position == before)
                    Fail();
            }
        }

        depth--;
        return new ShellNode.Sequence(commands);
    }

    private ShellNode AndOr()
    {
        var left = Pipeline();
        while (true)
        {
            SkipBlanks();
            var isOr = Starts("||");
            if (!isOr && !Starts("&&"))
                return left;
            position += 2;
            SkipLines();
            left = new ShellNode.AndOr(left, Pipeline(), isOr);
        }
    }

    private ShellNode Pipeline()
    {
        SkipBlanks();
        var negated = false;
        while (Current == '!' && position + 1 < text.Length && text[position + 1] is ' ' or '\t')
        {
            negated = !negated;
            position++;
            SkipBlanks();
        }

        var commands = new List<ShellNode> { Command() };
        for (SkipBlanks(); Current == '|' && !Starts("||"); SkipBlanks())
        {
            position += Starts("|&") ? 2 : 1;
            SkipLines();
            commands.Add(Command());
        }

        return commands is [var only] && !negated ? only : new ShellNode.Pipeline(commands, negated);
    }

    private ShellNode Command()
    {
        SkipBlanks();
        if (!Enter())
            return new ShellNode.Sequence([]);
        var start = position;
        var slot = hereContents.Count;
        var command = Current == '(' ? Subshell() : PeekKeyword() switch
        {
            "if" => If("if"),
            "case" => Case(),
            "for" => For(),
            "while" or "until" => While(),
            "{" => Braces(),
            "function" => BashFunction(),
            "[[" => BashTest(),
            _ => Simple(),
        };
        if (command is not (ShellNode.Simple or ShellNode.Function))
            command = command with { Redirections = Redirections() };
        depth--;
        return command is ShellNode.Simple || command.Redirections.Count > 0 ? command with { Text = TextOf(start, wordEnd, slot) } : command;
    }

    private ShellNode.Subshell Subshell()
    {
        position++;
        var body = List();
        Expect(')');
        return new ShellNode.Subshell(body);
    }

    private ShellNode.Sequence Braces()
    {
        Keyword("{");
        var body = List();
        Keyword("}");
        return body;
    }

    private ShellNode.If If(string keyword)
    {
        if (!Enter())
            return new ShellNode.If(new ShellNode.Sequence([]), new ShellNode.Sequence([]), null);
        Keyword(keyword);
        var condition = List();
        Keyword("then");
        var then = List();
        ShellNode? otherwise = null;
        switch (PeekKeyword())
        {
            case "elif":
                otherwise = If("elif");
                break;
            case "else":
                Keyword("else");
                otherwise = List();
                Keyword("fi");
                break;
            default:
                Keyword("fi");
                break;
        }

        depth--;
        return new ShellNode.If(condition, then, otherwise);
    }

    private ShellNode.Case Case()
    {
        Keyword("case");
        SkipBlanks();
        var subject = Word();
        SkipLines();
        Keyword("in");
        var branches = new List<ShellCaseBranch>();
        for (SkipLines(); !AtEnd && PeekKeyword() != "esac"; SkipLines())
        {
            if (Current == '(')
                position++;
            var patterns = new List<ShellWord>();
            do
            {
                SkipBlanks();
                patterns.Add(Word());
                SkipBlanks();
            }
            while (TryTake('|'));
            Expect(')');
            branches.Add(new ShellCaseBranch(patterns, List()));
            if (Starts(";;"))
                position += 2;
            else if (PeekKeyword() != "esac")
                Fail();
        }

        Keyword("esac");
        return new ShellNode.Case(subject, branches);
    }

    private ShellNode.For For()
    {
        Keyword("for");
        SkipBlanks();
        var variable = Word().Plain ?? "";
        if (!IsName(variable))
            Fail();
        SkipLines();
        IReadOnlyList<ShellWord> words = [new ShellWord([new ShellWordPart.Parameter("@", "", null, true)])];
        if (PeekKeyword() == "in")
        {
            Keyword("in");
            words = Words();
        }

        SkipSeparators();
        Keyword("do");
        var body = List();
        Keyword("done");
        return new ShellNode.For(variable, words, body);
    }

    private ShellNode.While While()
    {
        Keyword(PeekKeyword()!);
        var condition = List();
        Keyword("do");
        var body = List();
        Keyword("done");
        return new ShellNode.While(condition, body);
    }

    private ShellNode.Function BashFunction()
    {
        Keyword("function");
        SkipBlanks();
        var name = Word().Plain ?? "";
        SkipBlanks();
        if (Starts("()"))
            position += 2;
        return Function(name);
    }

    private ShellNode.Function Function(string name)
    {
        SkipLines();
        return new ShellNode.Function(name, Command());
    }

    // `[[ … ]]` has a grammar of its own; what is in it is not looked at.
    private ShellNode.Simple BashTest()
    {
        var end = text.IndexOf(" ]]", position, StringComparison.Ordinal);
        if (end < 0)
            Fail();
        else
            position = end + 3;
        return new ShellNode.Simple([], [new ShellWord([new ShellWordPart.Literal("[[", false)])]);
    }

    private ShellNode Simple()
    {
        var assignments = new List<ShellAssignment>();
        var words = new List<ShellWord>();
        var redirections = new List<ShellRedirection>();
        for (SkipBlanks(); !AtCommandEnd(); SkipBlanks())
        {
            if (TryRedirection() is { } redirection)
            {
                redirections.Add(redirection);
                continue;
            }

            if (words.Count == 0 && TryAssignment() is { } assignment)
            {
                assignments.Add(assignment);
                continue;
            }

            var before = position;
            words.Add(Word());
            SkipBlanks();
            if (words is [{ Plain: { } name }] && assignments.Count == 0 && Current == '(')
            {
                position++;
                SkipBlanks();
                Expect(')');
                return Function(name);
            }

            if (position == before)
                Fail();
        }

        return new ShellNode.Simple(assignments, words) { Redirections = redirections };
    }

    private List<ShellWord> Words()
    {
        var words = new List<ShellWord>();
        for (SkipBlanks(); !AtCommandEnd(); SkipBlanks())
        {
            var before = position;
            words.Add(Word());
            if (position == before)
                Fail();
        }

        return words;
    }

    private List<ShellRedirection> Redirections()
    {
        var redirections = new List<ShellRedirection>();
        for (SkipBlanks(); TryRedirection() is { } redirection; SkipBlanks())
            redirections.Add(redirection);
        return redirections;
    }

    private ShellAssignment? TryAssignment()
    {
        var end = position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        if (end == position || end >= text.Length || text[end] != '=' || char.IsAsciiDigit(Current))
            return null;
        var name = text[position..end];
        position = end + 1;
        return new ShellAssignment(name, Current == '(' ? Array() : Word());
    }

    // Only bash has arrays; no value is kept.
    private ShellWord Array()
    {
        position++;
        for (SkipLines(); !AtEnd && Current != ')'; SkipLines())
        {
            var before = position;
            Word();
            if (position == before)
                Fail();
        }

        Expect(')');
        return new ShellWord([new ShellWordPart.Opaque(false)]);
    }

    private ShellRedirection? TryRedirection()
    {
        var at = position;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at < text.Length - 1 && text[at] == '&' && text[at + 1] == '>')
            at++;
        if (at >= text.Length || text[at] is not ('<' or '>'))
            return null;
        position = at;
        if (Starts("<<<") || Starts("<(") || Starts(">("))
        {
            Fail();
            return null;
        }

        if (Starts("<<"))
            return HereDocument();
        string[] operators = [">>", ">&", "<&", "<>", ">|", ">", "<"];
        var symbol = System.Array.Find(operators, Starts)!;
        position += symbol.Length;
        SkipBlanks();
        return new ShellRedirection(symbol == ">|" ? ">" : symbol, Word());
    }

    // The content begins after the line; it takes its place in `hereContents` then.
    private ShellRedirection HereDocument()
    {
        position += 2;
        var strips = TryTake('-');
        SkipBlanks();
        var delimiter = Word();
        var isLiteral = delimiter.Parts.Any(part => part.IsQuoted);
        var plain = string.Concat(delimiter.Parts.Select(part => part is ShellWordPart.Literal literal ? literal.Text : ""));
        var slot = hereContents.Count;
        hereContents.Add(new ShellWord([]));
        hereDocuments.Enqueue((slot, plain, strips, isLiteral));
        ReadHereDocuments(LineEnd());
        return new ShellRedirection("<<", hereContents[slot]);
    }

    // Reads the body at once and cuts it out of the way by remembering where the line continues.
    private void ReadHereDocuments(int lineEnd)
    {
        var (slot, delimiter, strips, isLiteral) = hereDocuments.Dequeue();
        var at = skips.TryGetValue(lineEnd, out var after) ? after : lineEnd + 1;
        var content = new StringBuilder();
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            var line = text[at..end];
            at = end + 1;
            if (strips)
                line = line.TrimStart('\t');
            if (line == delimiter)
            {
                hereContents[slot] = isLiteral ? new ShellWord([new ShellWordPart.Literal(content.ToString(), true)]) : Quoted(content.ToString());
                skips[lineEnd] = at;
                return;
            }

            content.Append(line).Append('\n');
        }

        Fail();
    }

    private int LineEnd() => text.IndexOf('\n', position) is >= 0 and var end ? end : text.Length;

    private ShellWord Quoted(string content)
    {
        var inner = new ShellParser(content, depth);
        var parts = new List<ShellWordPart>();
        inner.DoubleQuoted(parts, '\0');
        if (inner.failed)
            Fail();
        return new ShellWord(parts);
    }

    private ShellWord Word()
    {
        var parts = new List<ShellWordPart>();
        var plain = new StringBuilder();
        void Flush()
        {
            if (plain.Length > 0)
                parts.Add(new ShellWordPart.Literal(plain.ToString(), false));
            plain.Clear();
        }

        while (!AtEnd)
        {
            var c = Current;
            if (c is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '<' or '>' or '(' or ')')
                break;
            switch (c)
            {
                case '\\' when Starts("\\\n"):
                    position += 2;
                    break;
                case '\\':
                    Flush();
                    parts.Add(new ShellWordPart.Literal(position + 1 < text.Length ? text[position + 1].ToString() : "", true));
                    position = Math.Min(position + 2, text.Length);
                    break;
                case '\'':
                    Flush();
                    SingleQuoted(parts);
                    break;
                case '"':
                    Flush();
                    position++;
                    DoubleQuoted(parts, '"');
                    Expect('"');
                    break;
                case '$' or '`':
                    Flush();
                    Expansion(parts, isQuoted: false);
                    break;
                case '*' or '?' or '[':
                    Flush();
                    parts.Add(new ShellWordPart.Pattern(c));
                    position++;
                    break;
                default:
                    plain.Append(c);
                    position++;
                    break;
            }
        }

        Flush();
        wordEnd = position;
        return new ShellWord(parts);
    }

    private void SingleQuoted(List<ShellWordPart> parts)
    {
        var end = text.IndexOf('\'', position + 1);
        if (end < 0)
        {
            Fail();
            return;
        }

        parts.Add(new ShellWordPart.Literal(text[(position + 1)..end], true));
        position = end + 1;
    }

    private void DoubleQuoted(List<ShellWordPart> parts, char end)
    {
        var first = parts.Count;
        var plain = new StringBuilder();
        while (!AtEnd && (Current != end || end == '\0'))
        {
            var c = Current;
            if (c == '\\' && position + 1 < text.Length && text[position + 1] is '$' or '`' or '"' or '\\' or '\n')
            {
                if (text[position + 1] != '\n')
                    plain.Append(text[position + 1]);
                position += 2;
            }
            else if (c is '$' or '`')
            {
                if (plain.Length > 0)
                    parts.Add(new ShellWordPart.Literal(plain.ToString(), true));
                plain.Clear();
                Expansion(parts, isQuoted: true);
            }
            else
            {
                plain.Append(c);
                position++;
            }
        }

        if (plain.Length > 0 || parts.Count == first)
            parts.Add(new ShellWordPart.Literal(plain.ToString(), true));
    }

    private void Expansion(List<ShellWordPart> parts, bool isQuoted)
    {
        if (!Enter())
            return;
        if (Current == '`')
            parts.Add(Backquoted(isQuoted));
        else if (Starts("$(("))
            parts.Add(Arithmetic(isQuoted));
        else if (Starts("$("))
            parts.Add(Substitution(isQuoted));
        else if (Starts("${"))
            parts.Add(Braced(isQuoted));
        else
            parts.Add(Plain(isQuoted));
        depth--;
    }

    private ShellWordPart Plain(bool isQuoted)
    {
        position++;
        var start = position;
        if (Current is '@' or '*' or '#' or '?' or '$' or '!' or '-' || char.IsAsciiDigit(Current))
            position++;
        else
            SkipName();
        if (position > start)
            return new ShellWordPart.Parameter(text[start..position], "", null, isQuoted);
        return Current is '\'' or '"' && !isQuoted ? new ShellWordPart.Opaque(isQuoted) : new ShellWordPart.Literal("$", isQuoted);
    }

    private ShellWordPart Braced(bool isQuoted)
    {
        position += 2;
        var start = position;
        if (Current is '@' or '*' or '#' or '?' or '$' or '!' && position + 1 < text.Length && text[position + 1] is '}' or ':' or '-' or '+')
            position++;
        else
            SkipName();
        var name = text[start..position];
        var symbol = System.Array.Find(Operators, Starts) ?? "";
        position += symbol.Length;
        var isKnown = name.Length > 0 && (symbol.Length > 0 || Current == '}');
        var argument = BracedArgument();
        Expect('}');
        return isKnown ? new ShellWordPart.Parameter(name, symbol, argument, isQuoted) : new ShellWordPart.Opaque(isQuoted);
    }

    private ShellWord BracedArgument()
    {
        var parts = new List<ShellWordPart>();
        while (!AtEnd && Current != '}')
        {
            switch (Current)
            {
                case '$' or '`':
                    Expansion(parts, isQuoted: true);
                    break;
                case '\'':
                    SingleQuoted(parts);
                    break;
                case '"':
                    position++;
                    DoubleQuoted(parts, '"');
                    Expect('"');
                    break;
                case '*' or '?' or '[':
                    parts.Add(new ShellWordPart.Pattern(Current));
                    position++;
                    break;
                case '\\' when position + 1 < text.Length:
                    parts.Add(new ShellWordPart.Literal(text[position + 1].ToString(), true));
                    position += 2;
                    break;
                default:
                    parts.Add(new ShellWordPart.Literal(Current.ToString(), false));
                    position++;
                    break;
            }
        }

        return new ShellWord(parts);
    }

    private ShellWordPart.Substitution Substitution(bool isQuoted)
    {
        position += 2;
        var command = List();
        Expect(')');
        return new ShellWordPart.Substitution(command, isQuoted);
    }

    private ShellWordPart Backquoted(bool isQuoted)
    {
        var command = new StringBuilder();
        for (position++; !AtEnd && Current != '`'; position++)
        {
            if (Current == '\\' && position + 1 < text.Length && text[position + 1] is '`' or '\\' or '$')
                position++;
            command.Append(Current);
        }

        Expect('`');
        if (Parse(command.ToString(), depth) is { } parsed)
            return new ShellWordPart.Substitution(parsed, isQuoted);
        Fail();
        return new ShellWordPart.Opaque(isQuoted);
    }

    private ShellWordPart.Opaque Arithmetic(bool isQuoted)
    {
        var open = 0;
        for (position++; !AtEnd; position++)
        {
            if (Current == '\'' && text.IndexOf('\'', position + 1) is > 0 and var quote)
                position = quote;
            else if (Current == '(')
                open++;
            else if (Current == ')' && --open == 0)
                break;
        }

        Expect(')');
        return new ShellWordPart.Opaque(isQuoted);
    }

    private void SkipName()
    {
        if (char.IsAsciiDigit(Current))
        {
            while (char.IsAsciiDigit(Current))
                position++;
            return;
        }

        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
            position++;
    }

    private void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t' or '\r')
                position++;
            else if (Starts("\\\n"))
                position += 2;
            else if (Current == '#')
                position = LineEnd();
            else
                break;
        }
    }

    private void SkipLines()
    {
        for (SkipBlanks(); Current == '\n'; SkipBlanks())
            NextLine();
    }

    private void SkipSeparators()
    {
        for (SkipBlanks(); !AtEnd && ((Current == ';' && !Starts(";;")) || Current is '\n' or '&'); SkipBlanks())
        {
            if (Current == '\n')
                NextLine();
            else
                position++;
        }
    }

    // Over the here-documents that belong to the line.
    private void NextLine() => position = skips.TryGetValue(position, out var after) ? Math.Min(after, text.Length) : position + 1;

    private bool AtCommandEnd() => AtEnd || Current is '\n' or ';' or ')' or '|' || (Current == '&' && !Starts("&>"));

    private bool AtTerminator() =>
        Current == ')' || Starts(";;") || (PeekKeyword() is { } word && System.Array.IndexOf(Terminators, word) >= 0);

    // A word of letters, or one of the braces and brackets that are words, at this place.
    private string? PeekKeyword()
    {
        var end = position;
        while (end < text.Length && char.IsAsciiLetterLower(text[end]))
            end++;
        if (end == position)
            end = Starts("[[") ? position + 2 : Current is '{' or '}' ? position + 1 : position;
        var ends = end == text.Length || text[end] is ' ' or '\t' or '\n' or '\r' or ';' or '(' or ')' or '&' or '|' or '<' or '>'
            || (text[end] == '\\' && end + 1 < text.Length && text[end + 1] == '\n');
        return end > position && ends ? text[position..end] : null;
    }

    private void Keyword(string word)
    {
        SkipSeparators();
        if (PeekKeyword() == word)
            position += word.Length;
        else
            Fail();
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
            Fail();
    }

    private bool TryTake(char c)
    {
        if (AtEnd || Current != c)
            return false;
        position++;
        return true;
    }

    private bool Starts(string symbol) => string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0;

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private string TextOf(int start, int end, int slot)
    {
        if (failed || end < start)
            return "";
        var written = string.Join(' ', text[start..end].Replace("\\\n", " ", StringComparison.Ordinal)
            .Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        return string.Concat([written, .. hereContents.Skip(slot).SelectMany(content => content.Parts).OfType<ShellWordPart.Literal>().Select(part => "\n" + part.Text)]);
    }
}
