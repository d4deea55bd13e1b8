namespace EnvCompiler.Model.Catalogs;

/// <summary>The codes of one kind of fat binary, of which the driver loads one.</summary>
public sealed record NativeCode
{
    /// <summary>Machine code: <c>sm_90</c>, <c>sm_90a</c>, <c>sm_100f</c>.</summary>
    public IReadOnlyList<string>? MachineCode { get; init; }

    /// <summary>PTX, which the driver compiles.</summary>
    public IReadOnlyList<NativePtx>? Ptx { get; init; }
}
