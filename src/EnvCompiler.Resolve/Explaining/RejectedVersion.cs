namespace EnvCompiler.Resolve.Explaining;

/// <summary>A version that the catalogs have and the lock has not.</summary>
public sealed record RejectedVersion
{
    /// <summary>Full version.</summary>
    public required string Version { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The kind of reason.</summary>
    public required RejectionReason Reason { get; init; }

    /// <summary>The reason in words: a clause.</summary>
    public required string Because { get; init; }
}
