namespace EnvCompiler.Toml.Syntax;

/// <summary>A key: one part, or several with dots between.</summary>
public sealed class KeySyntax(SyntaxToken[] parts) : SyntaxNode(parts[0].Offset, parts[^1].End)
{
    /// <summary>Bare keys, basic and literal strings.</summary>
    public IReadOnlyList<SyntaxToken> Parts { get; } = parts;
}
