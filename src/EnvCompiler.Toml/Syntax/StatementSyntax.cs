namespace EnvCompiler.Toml.Syntax;

/// <summary>What a line (or several, with a value that spans them) says: a header or a key with its value.</summary>
public abstract class StatementSyntax(int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The key of the value, or the name in the header.</summary>
    public abstract KeySyntax Key { get; }
}
