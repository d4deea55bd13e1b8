namespace EnvCompiler.Model.Generations;

/// <summary>One target of a lock, as far as a host must know it to choose.</summary>
public sealed record TargetRow
{
    /// <summary>The lowest NVIDIA driver that its packages work with; absent where they ask for none.</summary>
    public string? DriverFloor { get; init; }

    /// <summary>Targets of the same system with equal packages, sorted; absent where there are none.</summary>
    public IReadOnlyList<string>? SameAs { get; init; }
}
