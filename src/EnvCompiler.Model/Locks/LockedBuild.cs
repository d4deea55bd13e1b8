namespace EnvCompiler.Model.Locks;

/// <summary>A build of a native package as locked: what tells it from the others.</summary>
public sealed record LockedBuild
{
    /// <summary>Its name in the catalog.</summary>
    public required string Name { get; init; }

    /// <summary>Its device code: <c>sm_90a</c>, <c>compute_90 (PTX 8.8)</c>; absent where it uses no GPU.</summary>
    public IReadOnlyList<string>? DeviceCode { get; init; }

    /// <summary>The CUDA toolkit that it was built with.</summary>
    public string? Cuda { get; init; }

    /// <summary>The least processor; absent means every processor of the system.</summary>
    public string? CpuLevel { get; init; }
}
