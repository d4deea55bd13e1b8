using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Conditions;

/// <summary>What a condition may ask for; in JSON by the name that the manifest has for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConditionFact>))]
public enum ConditionFact
{
    /// <summary>The target's system.</summary>
    [JsonStringEnumMemberName("system")]
    System,

    /// <summary>The target's machine.</summary>
    [JsonStringEnumMemberName("arch")]
    Arch,

    /// <summary>The target's accelerator.</summary>
    [JsonStringEnumMemberName("accelerator")]
    Accelerator,

    /// <summary>The target's compute capability.</summary>
    [JsonStringEnumMemberName("sm")]
    Sm,

    /// <summary>The CUDA that the driver floor supports.</summary>
    [JsonStringEnumMemberName("cuda")]
    Cuda,

    /// <summary>The driver floor.</summary>
    [JsonStringEnumMemberName("driver")]
    Driver,

    /// <summary>What the processors can do at least.</summary>
    [JsonStringEnumMemberName("cpu_level")]
    CpuLevel,

    /// <summary>The number of GPUs.</summary>
    [JsonStringEnumMemberName("gpu.count")]
    GpuCount,

    /// <summary>The memory of the smallest GPU.</summary>
    [JsonStringEnumMemberName("gpu.memory")]
    GpuMemory,
}
