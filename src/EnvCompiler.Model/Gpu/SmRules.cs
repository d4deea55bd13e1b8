namespace EnvCompiler.Model.Gpu;

/// <summary>
/// CUDA's rules of which device code runs on which GPU. Sources: CUDA C++ Programming Guide, «Binary Compatibility», «PTX Compatibility» and «Family-Specific
/// and Architecture-Specific Features»; PTX ISA, <c>.target</c>. Held against what an H200 runs (tests).
/// </summary>
public static class SmRules
{
    /// <summary>Judges one piece of code for one GPU.</summary>
    /// <param name="code">The code.</param>
    /// <param name="device">The GPU's SM.</param>
    /// <param name="driver">The lowest driver of the hosts; null where nothing is promised, and then every driver is taken to be new enough.</param>
    public static CodeVerdict Judge(DeviceCode code, SmVersion device, DriverVersion? driver) => code.Kind switch
    {
        CodeKind.MachineCode => RunsAsIs(code, device) ? CodeVerdict.Runs : CodeVerdict.OtherGpu,
        _ when !IsCompilableFor(code, device) => CodeVerdict.OtherGpu,
        _ => Understands(driver, code.Isa) ? CodeVerdict.RunsAfterJit : CodeVerdict.NeedsNewerDriver,
    };

    /// <summary>How close code is to a GPU; of what runs there, the greater is the better. Machine code always beats PTX.</summary>
    /// <returns>Order only; the numbers mean nothing.</returns>
    public static int Closeness(DeviceCode code)
    {
        var kind = code.Kind == CodeKind.MachineCode ? 100_000 : 0;
        return kind + (code.Sm.Major * 1000) + (code.Sm.Minor * 10) + (int)code.Scope;
    }

    private static bool RunsAsIs(DeviceCode code, SmVersion device)
    {
        if (code.Sm == device)
            return true;
        if (code.Sm.Major != device.Major || code.Sm > device || code.Scope == CodeScope.Architecture)
            return false;
        return !code.Sm.IsTegra && !device.IsTegra;
    }

    private static bool IsCompilableFor(DeviceCode code, SmVersion device) => code.Scope switch
    {
        CodeScope.Architecture => code.Sm == device,
        CodeScope.Family => code.Sm.Major == device.Major && code.Sm <= device && (code.Sm == device || (!code.Sm.IsTegra && !device.IsTegra)),
        _ => code.Sm <= device,
    };

    private static bool Understands(DriverVersion? driver, CudaVersion? isa) =>
        isa is { } needed && CudaToolkits.PtxFloor(needed) is { } floor && (driver is not { } promised || promised.Reaches(floor));
}
