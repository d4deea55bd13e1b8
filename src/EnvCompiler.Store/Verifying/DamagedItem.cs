namespace EnvCompiler.Store.Verifying;

/// <summary>Something of the store that is not what its name says.</summary>
public sealed record DamagedItem
{
    /// <summary><c>artifact</c>, <c>object</c>, <c>root</c>, <c>layer</c>, <c>launcher</c> or <c>unit-root</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its SHA-256 or id.</summary>
    public required string Name { get; init; }

    /// <summary>The package, as locks name it; null where no lock does.</summary>
    public string? Package { get; init; }

    /// <summary>What is wrong, a clause about «it».</summary>
    public required string Problem { get; init; }

    /// <summary>How many paths of it are wrong; 1 for an artifact.</summary>
    public int Paths { get; init; } = 1;

    /// <summary>It is whole again.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>Why it was not made whole, or what does it; null where it is, or where a repair would.</summary>
    public string? NotRepaired { get; init; }
}
