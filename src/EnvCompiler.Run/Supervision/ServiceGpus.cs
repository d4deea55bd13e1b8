using System.Threading;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Run.Supervision;

/// <summary>What the conditions of services know of GPUs.</summary>
/// <param name="Count">How many.</param>
/// <param name="SmallestMemory">Bytes of the smallest one's memory; null where none can be told.</param>
public sealed record ServiceGpus(int Count, long? SmallestMemory)
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Those that services can be given, in the order of their indexes; empty where no service asks for any.</summary>
    public IReadOnlyList<VisibleGpu> Devices { get; init => field = value ?? []; } = [];

    /// <summary>Asks the host, where a service or a condition asks for GPUs; null where none does, because a probe may cost seconds.</summary>
    /// <param name="services">The services.</param>
    /// <param name="target">What they run as; GPUs are assigned where that is for CUDA; null where only conditions count.</param>
    /// <param name="probe">Looks at the host.</param>
    /// <param name="visible">The caller's <c>CUDA_VISIBLE_DEVICES</c>, or null.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<ServiceGpus?> ForAsync(
        ServiceGraph services, Target? target, IGpuProbe probe, string? visible, CancellationToken cancellation)
    {
        var assigns = target?.Sm is not null && services.AsksForGpus;
        if (!assigns && !services.Services.Values.Any(service => service.When is { } when && ConditionEvaluator.AsksForGpus(when)))
            return null;
        // A GPU that CUDA does not see is none for a service.
        var devices = (await probe.InventoryAsync(cancellation)).Devices.Where(device => device.CudaIndex is not null).ToList();
        return new ServiceGpus(devices.Count, devices.Min(MemoryOf) * Mebibyte)
        {
            Devices = assigns ? [.. devices.SelectMany(device => AssignableOf(device, visible)).OrderBy(gpu => gpu.Index)] : [],
        };
    }

    /// <summary>The facts of a target with those of its GPUs; without any where nobody has asked.</summary>
    internal static ConditionFacts Complete(ConditionFacts target, ServiceGpus? gpus) =>
        target with { GpuCount = gpus?.Count ?? 0, GpuMemory = gpus?.SmallestMemory };

    private static IEnumerable<VisibleGpu> AssignableOf(GpuDevice device, string? visible)
    {
        var sm = device.Sm?.ToString();
        if (device.Slices.Count == 0)
            return device.Uuid is { } uuid ? [new VisibleGpu(device.Index, uuid, sm)] : [];
        var names = device.Slices.Select(slice => slice.Uuid).OfType<string>();
        // A caller that names slices sees no others.
        if (visible?.Contains("MIG-", StringComparison.Ordinal) == true)
            names = names.Where(visible.Split(',').Contains);
        return names.Select(name => new VisibleGpu(device.Index, name, sm, IsSlice: true));
    }

    // Of a GPU that is cut into slices a process has one slice.
    private static long? MemoryOf(GpuDevice device) => device.Slices.Count > 0 ? device.Slices.Min(slice => slice.TotalMib) : device.TotalMib;
}
