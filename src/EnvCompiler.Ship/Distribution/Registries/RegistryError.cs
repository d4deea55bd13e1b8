namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>One of <see cref="RegistryErrors"/>.</summary>
internal sealed record RegistryError
{
    public string? Code { get; init; }

    public string? Message { get; init; }
}
