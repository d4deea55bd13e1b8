namespace EnvCompiler.Toml.Syntax;

/// <summary><c>{ a = 1 }</c>.</summary>
public sealed class InlineTableSyntax(int start, int end, IReadOnlyList<KeyValueSyntax> entries) : ValueSyntax(start, end)
{
    /// <summary>The entries.</summary>
    public IReadOnlyList<KeyValueSyntax> Entries { get; } = entries;
}
