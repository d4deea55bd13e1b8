namespace EnvCompiler.Toml.Syntax;

/// <summary>A token; the tokens of a document lie end to end and cover all of its text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">0-based start, in UTF-16 code units.</param>
/// <param name="Length">In UTF-16 code units.</param>
public readonly record struct SyntaxToken(SyntaxKind Kind, int Offset, int Length)
{
    /// <summary>The offset after the last code unit.</summary>
    public int End => Offset + Length;
}
