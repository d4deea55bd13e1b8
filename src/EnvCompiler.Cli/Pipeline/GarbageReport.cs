using EnvCompiler.Store.Collecting;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>What a collection removed, or would remove; also the JSON of <c>envc gc --json</c>.</summary>
public sealed record GarbageReport
{
    /// <summary>Nothing was changed.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Old generations.</summary>
    public required IReadOnlyList<RemovedGeneration> Generations { get; init; }

    /// <summary>Directories of environments that somebody has removed.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    /// <summary>Things of the store.</summary>
    public required IReadOnlyList<CollectedItem> Items { get; init; }

    /// <summary>What the removal of these things frees on disk.</summary>
    public required long Bytes { get; init; }
}
