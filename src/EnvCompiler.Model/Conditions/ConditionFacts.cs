using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Conditions;

/// <summary>What a condition is evaluated over: the facts of a target, and where a service starts those of its GPUs.</summary>
public sealed record ConditionFacts
{
    /// <summary>E.g. <c>x86_64-linux</c>.</summary>
    public required string System { get; init; }

    /// <summary><c>cpu</c>, <c>vulkan</c> or <c>sm_NN</c>.</summary>
    public required string Accelerator { get; init; }

    /// <summary>Compute capability as the target's name has it, e.g. 90; absent without an NVIDIA GPU.</summary>
    public int? Sm { get; init; }

    /// <summary>The newest CUDA that the driver floor supports; absent without one.</summary>
    public NumericVersion? Cuda { get; init; }

    /// <summary>The driver floor; absent without one.</summary>
    public NumericVersion? Driver { get; init; }

    /// <summary>What the processors can do at least, by the name of a <see cref="Gpu.CpuLevel"/>.</summary>
    public required string CpuLevel { get; init; }

    /// <summary>Number of GPUs that a service can use; absent where no service starts.</summary>
    public int? GpuCount { get; init; }

    /// <summary>Bytes of memory of the smallest of them; absent without one.</summary>
    public long? GpuMemory { get; init; }

    /// <summary>The machine of <see cref="System"/>: <c>x86_64</c> or <c>aarch64</c>.</summary>
    [JsonIgnore]
    public string Arch => System.Split('-')[0];

    /// <summary>The facts of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="promise">What its hosts promise.</param>
    public static ConditionFacts Of(Target target, HostPromise promise)
    {
        var (_, sm, driver, cpu) = promise.For(target);
        return new ConditionFacts
        {
            System = target.System,
            Accelerator = target.Accelerator,
            Sm = sm?.Number,
            Driver = Version(driver?.ToString()),
            Cuda = driver is { } floor ? Version(CudaToolkits.OfDriver(floor)?.ToString()) : null,
            CpuLevel = cpu.Name,
        };
    }

    internal string? TextOf(ConditionFact fact) => fact switch
    {
        ConditionFact.System => System,
        ConditionFact.Arch => Arch,
        ConditionFact.Accelerator => Accelerator,
        ConditionFact.CpuLevel => CpuLevel,
        _ => null,
    };

    internal long? NumberOf(ConditionFact fact) => fact switch
    {
        ConditionFact.Sm => Sm,
        ConditionFact.GpuCount => GpuCount,
        ConditionFact.GpuMemory => GpuMemory,
        _ => null,
    };

    internal NumericVersion? VersionOf(ConditionFact fact) => fact switch
    {
        ConditionFact.Cuda => Cuda,
        ConditionFact.Driver => Driver,
        _ => null,
    };

    private static NumericVersion? Version(string? text) => text is not null && NumericVersion.TryParse(text, out var version) ? version : null;
}
