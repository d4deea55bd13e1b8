namespace EnvCompiler.Toml.Syntax;

/// <summary><c>[1, 2]</c>.</summary>
public sealed class ArraySyntax(int start, int end, IReadOnlyList<ValueSyntax> items) : ValueSyntax(start, end)
{
    /// <summary>The elements.</summary>
    public IReadOnlyList<ValueSyntax> Items { get; } = items;
}
