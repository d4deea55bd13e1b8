namespace EnvCompiler.Model.Locks;

/// <summary>One model's files.</summary>
public sealed record LockedModel
{
    /// <summary>Files in the order an engine names them (first shard first).</summary>
    public required IReadOnlyList<LockedModelFile> Files { get; init; }
}
