namespace EnvCompiler.Model.Conditions;

/// <summary>What a condition may ask for (<see cref="ConditionName"/>).</summary>
public enum ConditionFact
{
    /// <summary>The target's system.</summary>
    System,

    /// <summary>The target's machine.</summary>
    Arch,

    /// <summary>The target's accelerator.</summary>
    Accelerator,

    /// <summary>The target's compute capability.</summary>
    Sm,

    /// <summary>The CUDA that the driver floor supports.</summary>
    Cuda,

    /// <summary>The driver floor.</summary>
    Driver,

    /// <summary>What the processors can do at least.</summary>
    CpuLevel,

    /// <summary>The number of GPUs.</summary>
    GpuCount,

    /// <summary>The memory of the smallest GPU.</summary>
    GpuMemory,
}
