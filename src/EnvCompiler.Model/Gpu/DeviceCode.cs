namespace EnvCompiler.Model.Gpu;

/// <summary>Code for one kind of GPU: a cubin, or PTX.</summary>
/// <param name="Kind">Machine code or PTX.</param>
/// <param name="Sm">The SM that it was made for.</param>
/// <param name="Scope">Which others it may run on.</param>
/// <param name="Isa">Of PTX: the version of its language, which decides the drivers that understand it. Null for machine code.</param>
public sealed record DeviceCode(CodeKind Kind, SmVersion Sm, CodeScope Scope = CodeScope.Portable, CudaVersion? Isa = null)
{
    /// <summary>Machine code: <c>sm_90a</c>.</summary>
    public static DeviceCode Machine(SmVersion sm, CodeScope scope = CodeScope.Portable) => new(CodeKind.MachineCode, sm, scope);

    /// <summary>PTX: <c>compute_90</c>.</summary>
    public static DeviceCode Ptx(SmVersion sm, CudaVersion isa, CodeScope scope = CodeScope.Portable) => new(CodeKind.Ptx, sm, scope, isa);

    /// <summary>As nvcc writes it: <c>sm_90a</c>, <c>compute_90 (PTX 8.8)</c>.</summary>
    public override string ToString()
    {
        var suffix = Scope switch { CodeScope.Architecture => "a", CodeScope.Family => "f", _ => "" };
        return Kind == CodeKind.MachineCode ? $"{Sm}{suffix}" : $"compute_{Sm.Major}{Sm.Minor}{suffix} (PTX {Isa})";
    }
}
