namespace EnvCompiler.Toml.Values;

/// <summary>A date, a time, or both, with an offset from UTC or without (RFC 3339).</summary>
public sealed class TomlDateTime(TomlSpan span, DateOnly? date, TimeOnly? time, TimeSpan? offset) : TomlValue(span)
{
    /// <summary>Null in a local time.</summary>
    public DateOnly? Date { get; } = date;

    /// <summary>Null in a local date; fractions are truncated to 100 ns.</summary>
    public TimeOnly? Time { get; } = time;

    /// <summary>Only in an offset date-time; whole minutes, below 24 hours either way.</summary>
    public TimeSpan? Offset { get; } = offset;

    /// <inheritdoc/>
    public override string KindName => this switch
    {
        { Date: null } => "a local time",
        { Time: null } => "a local date",
        { Offset: null } => "a local date-time",
        _ => "an offset date-time",
    };
}
