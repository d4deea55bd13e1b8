namespace EnvCompiler.Model.Locks;

/// <summary>One file of a model.</summary>
public sealed record LockedModelFile
{
    /// <summary>Path relative to the environment's directory.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }
}
