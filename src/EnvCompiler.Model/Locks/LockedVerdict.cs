using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Locks;

/// <summary>How a build runs on a target.</summary>
public sealed record LockedVerdict
{
    /// <summary>As it is, on an older driver than its toolkit's, or after JIT.</summary>
    public required BuildFit Fit { get; init; }

    /// <summary>The device code that the GPU loads: <c>sm_90</c>, <c>compute_80 (PTX 8.8)</c>; absent where it uses no GPU.</summary>
    public string? Code { get; init; }

    /// <summary>Bytes of PTX that the driver compiles first; absent where it compiles none.</summary>
    public long? PtxSize { get; init; }
}
