namespace EnvCompiler.Toml.Values;

/// <summary>An integer of any base.</summary>
public sealed class TomlInteger(TomlSpan span, long value) : TomlValue(span)
{
    /// <summary>64 bits, signed.</summary>
    public long Value { get; } = value;

    /// <inheritdoc/>
    public override string KindName => "an integer";
}
