namespace EnvCompiler.Toml.Values;

/// <summary>A string of any of the four forms.</summary>
public sealed class TomlString(TomlSpan span, string value) : TomlValue(span)
{
    /// <summary>Without quotes, escapes resolved.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string KindName => "a string";
}
