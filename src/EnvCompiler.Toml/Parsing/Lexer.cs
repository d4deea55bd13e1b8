using System.Buffers;
using EnvCompiler.Toml.Syntax;

namespace EnvCompiler.Toml.Parsing;

/// <summary>
/// Cuts the text into tokens on demand. What a token is depends on where it stands (<c>1979-05-27</c> is a key or a date), so the parser
/// asks for what may stand there. Every character ends up in exactly one token.
/// </summary>
internal sealed class Lexer(string text, ErrorList errors)
{
    private static readonly SearchValues<char> BareKeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> BareValueCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+.:");

    private readonly List<SyntaxToken> tokens = new(text.Length / 6);

    /// <summary>All tokens so far.</summary>
    internal List<SyntaxToken> Tokens => tokens;

    /// <summary>The offset of the next character.</summary>
    internal int Position { get; private set; }

    internal bool AtEnd => Position >= text.Length;

    /// <summary>The next character, NUL at the end.</summary>
    internal char Current => Peek(0);

    internal bool AtLineEnd => AtEnd || Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    /// <summary>Nothing but blanks stands before this on its line.</summary>
    internal bool AtLineStart => tokens.Count == 0
        || tokens[^1].Kind == SyntaxKind.Newline
        || (tokens[^1].Kind == SyntaxKind.Whitespace && (tokens.Count == 1 || tokens[^2].Kind == SyntaxKind.Newline));

    internal char Peek(int ahead) => Position + ahead < text.Length ? text[Position + ahead] : '\0';

    internal SyntaxToken Take(SyntaxKind kind, int length)
    {
        var token = new SyntaxToken(kind, Position, length);
        tokens.Add(token);
        Position += length;
        return token;
    }

    internal bool TryTake(char wanted, SyntaxKind kind)
    {
        if (AtEnd || Current != wanted)
            return false;
        Take(kind, 1);
        return true;
    }

    internal void SkipBlanks()
    {
        var end = Position;
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;
        if (end > Position)
            Take(SyntaxKind.Whitespace, end - Position);
    }

    /// <summary>Takes a comment if one stands here.</summary>
    internal void SkipComment()
    {
        if (Current != '#')
            return;
        var length = text.AsSpan(Position).IndexOf('\n');
        var end = length < 0 ? text.Length : Position + length;
        if (length > 0 && text[end - 1] == '\r')
            end--;
        ReportControlCharacters(Position, end, newlinesAllowed: false);
        Take(SyntaxKind.Comment, end - Position);
    }

    /// <summary>Takes a line end if one stands here.</summary>
    internal bool SkipNewline()
    {
        if (AtEnd || !AtLineEnd)
            return false;
        Take(SyntaxKind.Newline, Current == '\r' ? 2 : 1);
        return true;
    }

    /// <summary>Takes blanks, comments and line ends.</summary>
    internal void SkipTrivia()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (SkipNewline());
    }

    /// <summary>Takes the rest of the line, without its end, as skipped.</summary>
    internal void SkipLine()
    {
        var length = text.AsSpan(Position).IndexOf('\n');
        var end = length < 0 ? text.Length : Position + length;
        if (end > Position && text[end - 1] == '\r' && length >= 0)
            end--;
        if (end > Position)
            Take(SyntaxKind.Skipped, end - Position);
    }

    internal SyntaxToken? TakeBareKey() => TakeRun(SyntaxKind.BareKey, BareKeyCharacters);

    /// <summary>A number, boolean, date or time, judged later by its text. A date and its time may have one blank between.</summary>
    internal SyntaxToken? TakeBareValue()
    {
        var length = RunLength(Position, BareValueCharacters);
        if (length == 10 && IsDate(Position) && Peek(10) == ' ' && char.IsAsciiDigit(Peek(11)) && char.IsAsciiDigit(Peek(12)))
            length = 11 + RunLength(Position + 11, BareValueCharacters);
        return length > 0 ? Take(SyntaxKind.BareValue, length) : null;
    }

    /// <summary>Takes a string of any form; the opening quote stands here.</summary>
    /// <param name="multiLine">Whether the multi-line forms may stand here.</param>
    /// <returns>Null for a string without an end, reported.</returns>
    internal SyntaxToken? TakeString(bool multiLine)
    {
        var quote = Current;
        var isMultiLine = Peek(1) == quote && Peek(2) == quote;
        if (isMultiLine && !multiLine)
        {
            errors.Add(Position, 3, "a key cannot be a multi-line string");
            return null;
        }

        var end = isMultiLine ? EndOfMultiLine(quote) : EndOfSingleLine(quote);
        if (end < 0)
        {
            errors.Add(Position, isMultiLine ? 3 : 1, $"the string has no closing `{new string(quote, isMultiLine ? 3 : 1)}`");
            if (isMultiLine)
                Take(SyntaxKind.Skipped, text.Length - Position);
            return null;
        }

        ReportControlCharacters(Position, end, isMultiLine);
        return Take(
            (quote, isMultiLine) switch
            {
                ('"', false) => SyntaxKind.BasicString,
                ('"', true) => SyntaxKind.MultiLineBasicString,
                (_, false) => SyntaxKind.LiteralString,
                (_, true) => SyntaxKind.MultiLineLiteralString,
            },
            end - Position);
    }

    private int EndOfSingleLine(char quote)
    {
        for (var i = Position + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == quote)
                return i + 1;
            if (text[i] == '\\' && quote == '"' && i + 1 < text.Length && text[i + 1] != '\n')
                i++;
        }

        return -1;
    }

    private int EndOfMultiLine(char quote)
    {
        for (var i = Position + 3; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"')
            {
                i++;
            }
            else if (text[i] == quote && i + 2 < text.Length && text[i + 1] == quote && text[i + 2] == quote)
            {
                // Up to two quotes may stand directly before the closing three.
                i += 3;
                for (var extra = 0; extra < 2 && i < text.Length && text[i] == quote; extra++)
                    i++;
                return i;
            }
        }

        return -1;
    }

    private void ReportControlCharacters(int start, int end, bool newlinesAllowed)
    {
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c is >= ' ' and not '\u007f' or '\t')
                continue;
            if (newlinesAllowed && (c == '\n' || (c == '\r' && i + 1 < end && text[i + 1] == '\n')))
                continue;
            errors.Add(i, 1, $"the control character U+{(int)c:X4} is not allowed here");
        }
    }

    private bool IsDate(int at)
    {
        for (var i = 0; i < 10; i++)
        {
            if (i is 4 or 7 ? text[at + i] != '-' : !char.IsAsciiDigit(text[at + i]))
                return false;
        }

        return true;
    }

    private SyntaxToken? TakeRun(SyntaxKind kind, SearchValues<char> characters)
    {
        var length = RunLength(Position, characters);
        return length > 0 ? Take(kind, length) : null;
    }

    private int RunLength(int from, SearchValues<char> characters)
    {
        var length = text.AsSpan(from).IndexOfAnyExcept(characters);
        return length < 0 ? text.Length - from : length;
    }
}
