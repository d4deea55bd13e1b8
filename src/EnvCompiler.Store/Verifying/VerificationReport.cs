namespace EnvCompiler.Store.Verifying;

/// <summary>What a look at the whole store found; also the JSON of <c>envc store verify --json</c>.</summary>
public sealed record VerificationReport
{
    /// <summary>Artifacts that were hashed.</summary>
    public required int Artifacts { get; init; }

    /// <summary>Objects that were held against their artifacts.</summary>
    public required int Objects { get; init; }

    /// <summary>Roots that were composed again and compared.</summary>
    public required int Roots { get; init; }

    /// <summary>Layers of images, launchers and units' roots that were hashed.</summary>
    public required int Derived { get; init; }

    /// <summary>What could not be looked at: objects whose artifact is not in the store, roots that no lock names.</summary>
    public required int Unverified { get; init; }

    /// <summary>What is damaged, or was.</summary>
    public required IReadOnlyList<DamagedItem> Damaged { get; init; }
}
