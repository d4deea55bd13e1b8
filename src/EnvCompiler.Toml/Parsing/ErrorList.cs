namespace EnvCompiler.Toml.Parsing;

/// <summary>Collects errors up to a limit.</summary>
internal sealed class ErrorList(LineMap lines, int limit)
{
    private readonly List<TomlError> errors = [];

    internal void Add(int offset, int length, string message, string? hint = null)
    {
        if (errors.Count < limit)
            errors.Add(new TomlError(lines.Span(offset, length), message, hint));
    }

    /// <summary>The errors; of several at one place, the first found is the cause of the others.</summary>
    internal IReadOnlyList<TomlError> InSourceOrder() =>
        [.. errors.OrderBy(error => error.Span.Offset).DistinctBy(error => error.Span.Offset)];
}
