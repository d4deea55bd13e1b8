namespace EnvCompiler.Model.Gpu;

/// <summary>The two forms of device code.</summary>
public enum CodeKind
{
    /// <summary>SASS in a cubin: the GPU's own instructions.</summary>
    MachineCode,

    /// <summary>NVIDIA's portable assembly, which the driver compiles when it is loaded.</summary>
    Ptx,
}
