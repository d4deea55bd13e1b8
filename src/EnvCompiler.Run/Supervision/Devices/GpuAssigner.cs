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
        if (WishOf(plan) is not { } wish)
            return GpuAssignment.Unassigned;
        var visible = plan.Activation.Gpus?.Devices ?? [];
        var held = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var instance in running)
        {
            if (instance.Gpus is { Count: > 0 } devices)
                held[instance.Service] = [.. held.GetValueOrDefault(instance.Service) ?? [], .. devices];
        }

        var wishes = new Dictionary<string, GpuWish>(StringComparer.Ordinal);
        foreach (var other in declared)
        {
            if (other is { Skipped: null, Spec.Gpus: not null } && WishOf(other) is { } wanted)
                wishes[other.Name] = wanted;
        }

        wishes[plan.Name] = wish;
        var planned = GpuPlanner.Plan(visible, wishes, held)[plan.Name];
        // Where all cannot have theirs, those that start first do.
        return planned.Problem is null ? planned : GpuPlanner.Plan(visible, new Dictionary<string, GpuWish> { [plan.Name] = wish }, held)[plan.Name];
    }

    /// <summary>What a service is started as with the GPUs that it was given.</summary>
    internal static ServicePlan Variant(ServicePlan plan, GpuAssignment assignment) =>
        plan.Variants.FirstOrDefault(variant => variant.Activation.Target == assignment.Target) is { } chosen ? chosen with { Variants = plan.Variants } : plan;

    /// <summary>Why nothing was assigned to a service that wants GPUs, for its log; null where there is nothing to say.</summary>
    internal static string? Remark(ServicePlan plan) => plan.Spec.Gpus is null or { Count: 0 } || WishOf(plan) is not null
        ? null
        : $"no GPU is assigned to it: it runs as `{plan.Activation.Target}`, and only CUDA's devices can be assigned";

    private static GpuWish? WishOf(ServicePlan plan)
    {
        IReadOnlyList<ServicePlan> possible = plan.Variants is { Count: > 0 } variants ? variants : [plan];
        IReadOnlyList<GpuKind> kinds = [.. possible.Select(variant => KindOf(variant.Activation)).OfType<GpuKind>()];
        return kinds.Count > 0 ? new GpuWish(plan.Spec.Gpus!, kinds) : null;
    }

    private static GpuKind? KindOf(ServiceActivation activation)
    {
        if (!Target.TryParse(activation.Target, out var target) || target.Sm is null)
            return null;
        var known = activation.Targets.FirstOrDefault(each => each.Target == activation.Target);
        return new GpuKind(activation.Target, known?.Accelerators ?? [target.Accelerator]);
    }
}
