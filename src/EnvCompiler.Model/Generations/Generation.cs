namespace EnvCompiler.Model.Generations;

/// <summary><c>generation.json</c>: a pure function of manifest, lock and envc's version; no host, user, time or absolute path.</summary>
public sealed record Generation
{
    /// <summary>Format version of the generation directory.</summary>
    public int GenerationVersion { get; init; } = 1;

    /// <summary>The envc that compiled it, e.g. <c>0.1.0</c>.</summary>
    public required string EnvcVersion { get; init; }

    /// <summary>SHA-256 of <c>manifest.toml</c>.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>SHA-256 of <c>manifest.lock</c>.</summary>
    public required string LockSha256 { get; init; }

    /// <summary>Targets by <c>SYSTEM/ACCELERATOR</c>.</summary>
    public SortedDictionary<string, GenerationTarget> Targets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of every file of the generation but this one, by relative path.</summary>
    public SortedDictionary<string, string> Files { get; init; } = new(StringComparer.Ordinal);
}
