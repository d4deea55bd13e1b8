namespace EnvCompiler.Toml.Syntax;

/// <summary><c>key = value</c>, on a line of its own or in an inline table.</summary>
public sealed class KeyValueSyntax(KeySyntax key, ValueSyntax value) : StatementSyntax(key.Start, value.End)
{
    /// <inheritdoc/>
    public override KeySyntax Key { get; } = key;

    /// <summary>The value.</summary>
    public ValueSyntax Value { get; } = value;
}
