namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>The body of a refusal (distribution-spec, "Error Codes").</summary>
internal sealed record RegistryErrors
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<RegistryError>? Errors { get; init; }

    /// <summary>One line.</summary>
    internal string? Text() =>
        Errors is { Count: > 0 } ? string.Join(", ", Errors.Take(3).Select(error => $"{error.Code} {error.Message}".Trim())) : null;
}
