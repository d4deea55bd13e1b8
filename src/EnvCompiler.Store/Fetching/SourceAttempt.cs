namespace EnvCompiler.Store.Fetching;

/// <summary>How asking one source for an artifact ended.</summary>
internal enum SourceAttempt
{
    /// <summary>The artifact is there.</summary>
    Fetched,

    /// <summary>The source answered that it does not have it, or not now.</summary>
    Refused,

    /// <summary>The source sent other bytes than the lock names.</summary>
    Mismatch,

    /// <summary>The source could not be reached, or broke off.</summary>
    Unreachable,
}
