using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Gpu;

/// <summary>Why a build cannot run on a target: what would have to be other.</summary>
[JsonConverter(typeof(ObstacleJsonConverter))]
public enum Obstacle
{
    /// <summary>It is for another system.</summary>
    System,

    /// <summary>It asks for more of the processor than is promised.</summary>
    Processor,

    /// <summary>The target has no NVIDIA GPU.</summary>
    NoGpu,

    /// <summary>It asks for a newer driver than is promised.</summary>
    Driver,

    /// <summary>Its device code is for other GPUs.</summary>
    OtherGpu,

    /// <summary>It says that it uses CUDA, and has no device code.</summary>
    NoDeviceCode,
}
