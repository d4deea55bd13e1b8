namespace EnvCompiler.Toml.Syntax;

/// <summary>A value of one token.</summary>
public sealed class ScalarSyntax(SyntaxToken token) : ValueSyntax(token.Offset, token.End)
{
    /// <summary>The token.</summary>
    public SyntaxToken Token { get; } = token;
}
