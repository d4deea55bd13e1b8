namespace EnvCompiler.Toml.Values;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class TomlBoolean(TomlSpan span, bool value) : TomlValue(span)
{
    /// <summary>The value.</summary>
    public bool Value { get; } = value;

    /// <inheritdoc/>
    public override string KindName => "a boolean";
}
