namespace EnvCompiler.Toml.Syntax;

/// <summary>The whole text. The tokens hold every character of it, in order; the nodes say what they mean.</summary>
public sealed class DocumentSyntax(string text, IReadOnlyList<SyntaxToken> tokens, IReadOnlyList<StatementSyntax> statements)
    : SyntaxNode(0, text.Length)
{
    /// <summary>The text that was parsed.</summary>
    public string Text { get; } = text;

    /// <summary>All tokens, comments and layout included.</summary>
    public IReadOnlyList<SyntaxToken> Tokens { get; } = tokens;

    /// <summary>Headers and keys in source order.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; } = statements;

    /// <summary>The text of a node.</summary>
    public ReadOnlySpan<char> TextOf(SyntaxNode node) => Text.AsSpan(node.Start, node.End - node.Start);

    /// <summary>The text of a token.</summary>
    public ReadOnlySpan<char> TextOf(SyntaxToken token) => Text.AsSpan(token.Offset, token.Length);
}
