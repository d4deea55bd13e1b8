using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>Gives a service its GPUs when it is started.</summary>
internal static class GpuAssigner
{
    /// <summary>Makes CUDA show a program these devices and no others.</summary>
    internal const string Variable = "CUDA_VISIBLE_DEVICES";

    /// <summary>Assigns.</summary>
    /// <param name="plan">The service that is started.</param>
    /// <param name="declared">All services, this one as well; GPUs are left for those that do not run yet, as far as that goes.</param>
    /// <param name="running">Processes that have theirs.</param>
    internal static GpuAssignment Assign(ServicePlan plan, IEnumerable<ServicePlan> declared, IEnumerable<InstanceProcesses> running)
    {
        if (plan.Spec.Gpus is not { } request)
            return GpuAssignment.Unassigned;
        if (request.Count == 0)
            return new GpuAssignment([]);
        if (AcceleratorOf(plan) is not { } sm)
            return GpuAssignment.Unassigned;
        var pool = new GpuPool(plan.Activation.Gpus?.Devices ?? [], sm);
        var held = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var instance in running)
        {
            if (instance.Gpus is { Count: > 0 } devices)
                held[instance.Service] = [.. held.GetValueOrDefault(instance.Service) ?? [], .. devices];
        }

        var requests = new Dictionary<string, GpuRequest>(StringComparer.Ordinal);
        foreach (var other in declared)
        {
            if (other is { Skipped: null, Spec.Gpus: { } wanted })
                requests[other.Name] = wanted;
        }

        requests[plan.Name] = request;
        var planned = GpuPlanner.Plan(pool, requests, held)[plan.Name];
        // Where all cannot have theirs, those that start first do.
        return planned.Problem is null ? planned : GpuPlanner.Plan(pool, new Dictionary<string, GpuRequest> { [plan.Name] = request }, held)[plan.Name];
    }

    /// <summary>Why nothing was assigned to a service that wants GPUs, for its log; null where there is nothing to say.</summary>
    internal static string? Remark(ServicePlan plan) => plan.Spec.Gpus is null or { Count: 0 } || AcceleratorOf(plan) is not null
        ? null
        : $"no GPU is assigned to it: it runs as `{plan.Activation.Target}`, and only CUDA's devices can be assigned";

    private static string? AcceleratorOf(ServicePlan plan) =>
        Target.TryParse(plan.Activation.Target, out var target) && target.Sm is not null ? target.Accelerator : null;
}
