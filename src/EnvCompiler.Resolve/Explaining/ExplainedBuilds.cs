namespace EnvCompiler.Resolve.Explaining;

/// <summary>The chosen build of a native package for a target, and the others in three groups, each in the order of preference.</summary>
public sealed record ExplainedBuilds
{
    /// <summary>The chosen one; null where the catalog does not have it any more.</summary>
    public ExplainedBuild? Chosen { get; init; }

    /// <summary>Those with machine code for exactly the target's GPU and all features of their toolkit; on a target without one, those that use none.</summary>
    public required IReadOnlyList<ExplainedBuild> RunBest { get; init; }

    /// <summary>Those that run: machine code of a lower SM, an older driver, after JIT.</summary>
    public required IReadOnlyList<ExplainedBuild> Run { get; init; }

    /// <summary>Those that cannot run.</summary>
    public required IReadOnlyList<ExplainedBuild> CannotRun { get; init; }
}
