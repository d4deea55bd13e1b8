namespace EnvCompiler.Toml.Values;

/// <summary>Stands where a value was written that could not be read; an error says why.</summary>
public sealed class TomlInvalid(TomlSpan span) : TomlValue(span)
{
    /// <inheritdoc/>
    public override string KindName => "an invalid value";
}
