namespace EnvCompiler.Toml.Values;

/// <summary>A floating-point number.</summary>
public sealed class TomlFloat(TomlSpan span, double value) : TomlValue(span)
{
    /// <summary>IEEE 754 binary64; infinities and NaN are possible.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override string KindName => "a float";
}
