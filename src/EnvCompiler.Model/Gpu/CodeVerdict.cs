namespace EnvCompiler.Model.Gpu;

/// <summary>Whether code runs somewhere, best first.</summary>
public enum CodeVerdict
{
    /// <summary>As it is.</summary>
    Runs,

    /// <summary>Once the driver has compiled it: the first start takes seconds to minutes, later ones find the cache.</summary>
    RunsAfterJit,

    /// <summary>The driver is too old to compile it.</summary>
    NeedsNewerDriver,

    /// <summary>It is for other GPUs: «no kernel image is available for execution on the device».</summary>
    OtherGpu,
}
