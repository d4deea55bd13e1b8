namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>One fat binary: the same kernels for several SMs, of which the driver loads one.</summary>
/// <param name="Offset">Where it begins in its file, in bytes.</param>
/// <param name="Entries">Its codes in the file's order; none in the empty module that nvcc links.</param>
public sealed record Fatbin(long Offset, IReadOnlyList<FatbinEntry> Entries)
{
    /// <summary>Whether it is input of a device linker (<c>__nv_relfatbin</c>), which the driver does not load as it is.</summary>
    public bool IsRelocatable { get; init; }
}
