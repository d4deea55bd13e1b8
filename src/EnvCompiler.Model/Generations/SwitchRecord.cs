namespace EnvCompiler.Model.Generations;

/// <summary><c>.envc/switch.json</c>: a switch whose manifest and lock may not have followed yet.</summary>
public sealed record SwitchRecord
{
    /// <summary>The generation that becomes live.</summary>
    public required int Generation { get; init; }

    /// <summary>SHA-256 of the environment's manifest before; null where there was none.</summary>
    public string? Manifest { get; init; }

    /// <summary>SHA-256 of its lock before; null where there was none.</summary>
    public string? Lock { get; init; }
}
