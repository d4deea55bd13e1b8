using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>One fat binary: the same kernels for several SMs, of which the driver loads one.</summary>
/// <param name="Offset">Where it begins in its file, in bytes.</param>
/// <param name="Entries">Its codes in the file's order; none in the empty module that nvcc links.</param>
public sealed record Fatbin(long Offset, IReadOnlyList<FatbinEntry> Entries)
{
    /// <summary>
    /// Whether a program needs it to run on a GPU: it is linked, has a kernel, and a kind of code that the driver chooses. A fat binary without is loaded nowhere and
    /// missed nowhere.
    /// </summary>
    public bool Counts => !IsRelocatable && Entries.Any(entry => entry is { Code: not null, IsEmpty: false });

    /// <summary>Whether all of its code is for one SM or family: a program asks which GPU it has before it uses such kernels.</summary>
    public bool IsSpecific => Entries.All(entry => entry.Code is null or { Scope: not CodeScope.Portable });

    /// <summary>Whether it is input of a device linker (<c>__nv_relfatbin</c>), which the driver does not load as it is.</summary>
    public bool IsRelocatable { get; init; }
}
