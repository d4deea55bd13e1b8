namespace EnvCompiler.Model.Manifests;

/// <summary>What a service may use of the host.</summary>
public sealed record Limits
{
    /// <summary>Bytes of memory, of all its processes together where the host delegates a control group, of each of them elsewhere.</summary>
    public long? Memory { get; init; }

    /// <summary>Processors: <c>2</c>, <c>0.5</c>.</summary>
    public double? Cpus { get; init; }

    /// <summary>Descriptors that each of its processes may have open.</summary>
    public int? Files { get; init; }

    /// <summary>How readily the kernel ends it when the host's memory runs out: -1000 (never) to 1000 (first).</summary>
    public int? OomScoreAdjust { get; init; }
}
