using System.Diagnostics.CodeAnalysis;

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

    /// <summary>The architecture as nvcc's <c>-gencode</c> names it: <c>sm_90a</c>, <c>compute_90</c>.</summary>
    public string Architecture
    {
        get
        {
            var suffix = Scope switch { CodeScope.Architecture => "a", CodeScope.Family => "f", _ => "" };
            return Kind == CodeKind.MachineCode ? $"{Sm}{suffix}" : $"{PtxPrefix}{Sm.Major}{Sm.Minor}{suffix}";
        }
    }

    /// <summary>Reads an architecture: <c>sm_90a</c> is machine code, <c>compute_90</c> PTX.</summary>
    /// <param name="architecture">As <see cref="Architecture"/> writes it.</param>
    /// <param name="isa">Of PTX, the version of its language.</param>
    /// <param name="code">The code.</param>
    public static bool TryParse(string architecture, CudaVersion? isa, [NotNullWhen(true)] out DeviceCode? code)
    {
        code = null;
        var isPtx = architecture.StartsWith(PtxPrefix, StringComparison.Ordinal);
        var name = isPtx ? $"sm_{architecture[PtxPrefix.Length..]}" : architecture;
        var scope = name switch { [.., 'a'] => CodeScope.Architecture, [.., 'f'] => CodeScope.Family, _ => CodeScope.Portable };
        if (!SmVersion.TryParse(scope == CodeScope.Portable ? name : name[..^1], out var sm) || isPtx != isa is not null)
            return false;
        code = new DeviceCode(isPtx ? CodeKind.Ptx : CodeKind.MachineCode, sm, scope, isa);
        return true;
    }

    /// <summary>As nvcc writes it: <c>sm_90a</c>, <c>compute_90 (PTX 8.8)</c>.</summary>
    public override string ToString() => Kind == CodeKind.MachineCode ? Architecture : $"{Architecture} (PTX {Isa})";

    private const string PtxPrefix = "compute_";
}
