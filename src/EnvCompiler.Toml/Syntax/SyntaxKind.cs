namespace EnvCompiler.Toml.Syntax;

/// <summary>What a token is.</summary>
public enum SyntaxKind
{
    /// <summary>U+FEFF at the start.</summary>
    ByteOrderMark,

    /// <summary>Blanks and tabs.</summary>
    Whitespace,

    /// <summary>LF or CR LF.</summary>
    Newline,

    /// <summary>From <c>#</c> to the end of the line.</summary>
    Comment,

    /// <summary>Text that recovery skipped; an error says why.</summary>
    Skipped,

    /// <summary>A key without quotes.</summary>
    BareKey,

    /// <summary><c>"…"</c>.</summary>
    BasicString,

    /// <summary><c>'…'</c>.</summary>
    LiteralString,

    /// <summary><c>"""…"""</c>.</summary>
    MultiLineBasicString,

    /// <summary><c>'''…'''</c>.</summary>
    MultiLineLiteralString,

    /// <summary>A number, boolean, date or time.</summary>
    BareValue,

    /// <summary><c>=</c>.</summary>
    Equals,

    /// <summary><c>.</c>.</summary>
    Dot,

    /// <summary><c>,</c>.</summary>
    Comma,

    /// <summary><c>[</c>.</summary>
    OpenBracket,

    /// <summary><c>]</c>.</summary>
    CloseBracket,

    /// <summary><c>{</c>.</summary>
    OpenBrace,

    /// <summary><c>}</c>.</summary>
    CloseBrace,
}
