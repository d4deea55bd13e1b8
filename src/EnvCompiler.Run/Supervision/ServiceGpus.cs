using System.Threading;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Run.Supervision;

/// <summary>What the conditions of services know of GPUs.</summary>
/// <param name="Count">How many.</param>
/// <param name="SmallestMemory">Bytes of the smallest one's memory; null where none can be told.</param>
public sealed record ServiceGpus(int Count, long? SmallestMemory)
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Asks the host, where a condition asks for GPUs; null where none does, because a probe may cost seconds.</summary>
    public static async Task<ServiceGpus?> ForAsync(ServiceGraph services, IGpuProbe probe, CancellationToken cancellation)
    {
        if (!services.Services.Values.Any(service => service.When is { } when && ConditionEvaluator.AsksForGpus(when)))
            return null;
        // A GPU that CUDA does not see is none for a service.
        var visible = (await probe.InventoryAsync(cancellation)).Devices.Where(device => device.CudaIndex is not null).ToList();
        return new ServiceGpus(visible.Count, visible.Min(MemoryOf) * Mebibyte);
    }

    /// <summary>The facts of a target with those of its GPUs; without any where nobody has asked.</summary>
    internal static ConditionFacts Complete(ConditionFacts target, ServiceGpus? gpus) =>
        target with { GpuCount = gpus?.Count ?? 0, GpuMemory = gpus?.SmallestMemory };

    // Of a GPU that is cut into slices a process has one slice.
    private static long? MemoryOf(GpuDevice device) => device.Slices.Count > 0 ? device.Slices.Min(slice => slice.TotalMib) : device.TotalMib;
}
