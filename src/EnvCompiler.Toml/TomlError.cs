namespace EnvCompiler.Toml;

/// <summary>One problem of a text.</summary>
/// <param name="Span">Where.</param>
/// <param name="Message">One sentence without a final period; names are in backticks.</param>
/// <param name="Hint">What to write instead, or null.</param>
public sealed record TomlError(TomlSpan Span, string Message, string? Hint = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"({Span.Line},{Span.Column}): {Message}{(Hint is null ? "" : $"\nhint: {Hint}")}";
}
