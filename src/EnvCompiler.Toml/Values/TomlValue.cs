namespace EnvCompiler.Toml.Values;

/// <summary>A value and where it was written.</summary>
/// <param name="span">The value's own text; of a table made by headers or dotted keys, the first key that made it.</param>
public abstract class TomlValue(TomlSpan span)
{
    /// <summary>Where it was written.</summary>
    public TomlSpan Span { get; } = span;

    /// <summary>What it is, with its article, for messages: <c>a string</c>, <c>an integer</c>.</summary>
    public abstract string KindName { get; }
}
