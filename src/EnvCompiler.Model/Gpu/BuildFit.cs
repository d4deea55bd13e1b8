using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Gpu;

/// <summary>How a build fits a target, best first.</summary>
[JsonConverter(typeof(BuildFitJsonConverter))]
public enum BuildFit
{
    /// <summary>With all features of its toolkit.</summary>
    Runs,

    /// <summary>Machine code on a driver older than the toolkit's own: CUDA's minor-version compatibility.</summary>
    RunsOnOlderDriver,

    /// <summary>The driver compiles its PTX first.</summary>
    RunsAfterJit,

    /// <summary>Not at all.</summary>
    CannotRun,
}
