namespace EnvCompiler.Toml.Syntax;

/// <summary><c>[table]</c> or <c>[[array.of.tables]]</c>.</summary>
public sealed class HeaderSyntax(int start, int end, KeySyntax key, bool isArray) : StatementSyntax(start, end)
{
    /// <inheritdoc/>
    public override KeySyntax Key { get; } = key;

    /// <summary>True with double brackets.</summary>
    public bool IsArray { get; } = isArray;
}
