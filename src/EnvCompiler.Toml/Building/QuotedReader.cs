using System.Globalization;
using System.Text;
using EnvCompiler.Toml.Parsing;
using EnvCompiler.Toml.Syntax;

namespace EnvCompiler.Toml.Building;

/// <summary>Strings without their quotes, escapes resolved (toml.io/en/v1.1.0#string).</summary>
internal sealed class QuotedReader(string text, TomlOptions options, ErrorList errors)
{
    internal string Read(SyntaxToken token)
    {
        var (start, end) = Content(token);
        var content = text.AsSpan(start, end - start);
        return HasEscapes(token, content) ? Unescape(start, end, IsMultiLine(token), int.MaxValue).Value : content.ToString();
    }

    /// <summary>The offset in the text of what gave a code unit of the string's value; of the closing quotes, where the value ends before.</summary>
    internal int OffsetOf(SyntaxToken token, int index)
    {
        var (start, end) = Content(token);
        return HasEscapes(token, text.AsSpan(start, end - start))
            ? Unescape(start, end, IsMultiLine(token), index).Offset
            : Math.Min(start + index, end);
    }

    private static bool IsMultiLine(SyntaxToken token) =>
        token.Kind is SyntaxKind.MultiLineBasicString or SyntaxKind.MultiLineLiteralString;

    private static bool HasEscapes(SyntaxToken token, ReadOnlySpan<char> content) =>
        token.Kind is SyntaxKind.BasicString or SyntaxKind.MultiLineBasicString && content.Contains('\\');

    private (int Start, int End) Content(SyntaxToken token)
    {
        var quotes = IsMultiLine(token) ? 3 : 1;
        var (start, end) = (token.Offset + quotes, token.End - quotes);
        return (IsMultiLine(token) ? start + NewlineLength(start, end) : start, end);
    }

    /// <summary>The value, and where the code unit at <paramref name="stopAt"/> of it begins; what follows that one is not read.</summary>
    private (string Value, int Offset) Unescape(int start, int end, bool isMultiLine, int stopAt)
    {
        var result = new StringBuilder(end - start);
        for (var i = start; i < end;)
        {
            var from = i;
            if (text[i] != '\\')
                result.Append(text[i++]);
            else if (isMultiLine && EndOfLineContinuation(i + 1, end) is { } next)
                i = next;
            else
                i += Escape(i, end, result);
            if (result.Length > stopAt)
                return (result.ToString(), from);
        }

        return (result.ToString(), end);
    }

    /// <summary>Resolves the escape at <paramref name="at"/> and returns its length.</summary>
    private int Escape(int at, int end, StringBuilder result)
    {
        var kind = at + 1 < end ? text[at + 1] : '\0';
        var simple = kind switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            'e' when options.Version >= TomlVersion.V11 => '\u001b',
            _ => '\0',
        };
        if (simple != '\0')
        {
            result.Append(simple);
            return 2;
        }

        var digits = kind switch
        {
            'u' => 4,
            'U' => 8,
            'x' when options.Version >= TomlVersion.V11 => 2,
            _ => 0,
        };
        if (digits == 0)
        {
            errors.Add(
                at,
                2,
                $"`\\{kind}` is not an escape",
                "write `\\\\` for a backslash, or the string in '…', where it stands for itself");
            return 2;
        }

        if (at + 2 + digits <= end
            && uint.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar)
            && Rune.IsValid(scalar))
        {
            result.Append(new Rune(scalar).ToString());
            return 2 + digits;
        }

        errors.Add(at, 2, $"`\\{kind}` must be followed by {digits} hexadecimal digits of a Unicode character");
        return 2;
    }

    /// <summary>After a backslash that ends its line: the first character that is neither blank nor line end. Null otherwise.</summary>
    private int? EndOfLineContinuation(int at, int end)
    {
        while (at < end && text[at] is ' ' or '\t')
            at++;
        if (NewlineLength(at, end) == 0)
            return null;
        while (at < end && text[at] is ' ' or '\t' or '\n' or '\r')
            at++;
        return at;
    }

    private int NewlineLength(int at, int end) =>
        at < end && text[at] == '\n' ? 1
        : at + 1 < end && text[at] == '\r' && text[at + 1] == '\n' ? 2
        : 0;
}
