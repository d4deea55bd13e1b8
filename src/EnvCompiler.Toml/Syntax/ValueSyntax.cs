namespace EnvCompiler.Toml.Syntax;

/// <summary>What stands after <c>=</c> or in an array.</summary>
public abstract class ValueSyntax(int start, int end) : SyntaxNode(start, end);
