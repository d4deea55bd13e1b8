using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Machine.Saved;

/// <summary>Makes a machine's objects of what another one knew. What cannot be made any more (its generation is gone) is left out.</summary>
/// <param name="now">The new machine's time.</param>
/// <param name="activation">The activation of a number; null where it is lost.</param>
/// <param name="plan">The plan of a service in an activation; null where it cannot be read any more.</param>
internal sealed class MachineRestorer(TimeSpan now, Func<int, ServiceActivation?> activation, Func<ServiceActivation, string, ServicePlan?> plan)
{
    internal ServiceActivation? Activation(int? number) => number is { } known ? activation(known) : null;

    internal Service? Restore(SavedService saved)
    {
        if (PlanOf(saved.Activation, saved.Name) is not { } declared)
            return null;
        var service = new Service(declared)
        {
            IsDeclared = saved.IsDeclared,
            HasCompleted = saved.HasCompleted,
            Current = Running(saved.Current, saved.Name),
            Next = Running(saved.Next, saved.Name),
            Last = Ended(saved.Last, saved.Name),
        };
        service.Outgoing.AddRange(saved.Outgoing.Select(instance => Running(instance, saved.Name)).OfType<Instance>());
        if (service.Current is null)
            (service.Current, service.Next) = (service.Next, null);
        service.TakeOver(saved, saved.SameActivation is { } same ? PlanOf(same, saved.Name) : null, now + saved.RestartsIn);
        return service;
    }

    // One that was being launched is nobody's: its process was not noted yet.
    private Instance? Running(SavedInstance? saved, string name)
    {
        if (saved is null or { Phase: InstancePhase.Launching or InstancePhase.Ended } || Make(saved, name) is not { } instance)
            return null;
        if (saved is { Phase: InstancePhase.Ready, Reason: null })
            instance.Enter(InstancePhase.Ready, now - saved.InPhase);
        if (instance is { Reason: null, Plan.Spec.WhenOrphaned: OrphanPolicy.End })
            InstanceLifecycle.AskToEnd(instance, EndReason.Orphaned);
        return instance;
    }

    private Instance? Ended(SavedInstance? saved, string name)
    {
        if (saved is null || Make(saved, name) is not { } instance)
            return null;
        instance.Enter(InstancePhase.Ended, now - saved.InPhase);
        return instance;
    }

    private Instance? Make(SavedInstance saved, string name) => PlanOf(saved.Activation, name) is not { } made
        ? null
        : new Instance(saved.Id, made, now - saved.Started, now - saved.Ready)
        {
            Port = saved.Port,
            Dependencies = saved.Dependencies,
            Reason = saved.Reason,
            Detail = saved.Detail,
            Exit = saved.Exit,
        };

    private ServicePlan? PlanOf(int number, string name) => activation(number) is { } known ? plan(known, name) : null;
}
