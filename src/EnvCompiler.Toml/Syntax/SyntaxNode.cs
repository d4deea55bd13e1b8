namespace EnvCompiler.Toml.Syntax;

/// <summary>A stretch of the document with a meaning, from its first token to its last, with what is between.</summary>
/// <param name="start">0-based start, in UTF-16 code units.</param>
/// <param name="end">The offset after the last code unit.</param>
public abstract class SyntaxNode(int start, int end)
{
    /// <summary>0-based start, in UTF-16 code units.</summary>
    public int Start { get; } = start;

    /// <summary>The offset after the last code unit.</summary>
    public int End { get; } = end;
}
