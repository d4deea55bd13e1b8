using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>The life of one instance from its launch to its end, whatever other services do.</summary>
/// <param name="act">Gets what is to be done.</param>
/// <param name="onReady">Told when an instance has become ready.</param>
/// <param name="onEnded">Told when nothing is left of an instance.</param>
internal sealed class InstanceLifecycle(
    Action<SupervisorAction> act, Action<Instance, TimeSpan> onReady, Action<Instance, TimeSpan> onEnded)
{
    // KILL cannot be refused, but a process in an uninterruptible sleep dies late; nobody should wait for it for ever.
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(10);

    internal void Launched(Instance instance, TimeSpan now)
    {
        if (instance.Phase != InstancePhase.Launching)
            return;
        instance.Enter(InstancePhase.Starting, now);
        if (instance.Reason is null)
            GoOn(instance, now);
    }

    internal void LaunchFailed(Instance instance, string problem, TimeSpan now)
    {
        if (instance.Phase != InstancePhase.Launching)
            return;
        instance.Reason ??= EndReason.CouldNotStart;
        instance.Detail = problem;
        End(instance, now);
    }

    internal void ProbeAnswered(Instance instance, int number, string? problem, TimeSpan now)
    {
        if (instance is not { Reason: null, Probing: { } probing } || probing.InFlight != number)
            return;
        if (problem is null)
            Passed(instance, probing, now);
        else
            Failed(instance, probing, problem, now);
    }

    // Waiting does not help: an engine looks for devices when it starts.
    internal void GpuUnused(Instance instance, string problem)
    {
        if (instance.Phase == InstancePhase.Starting)
            AskToEnd(instance, EndReason.GpuUnused, problem);
    }

    internal void WarmedUp(Instance instance, string? problem, TimeSpan now)
    {
        if (instance is not { Phase: InstancePhase.Warming, Reason: null })
            return;
        if (problem is null)
            BecomeReady(instance, now);
        else
            AskToEnd(instance, EndReason.WarmupFailed, problem);
    }

    internal void MainEnded(Instance instance, ExitStatus status, bool isOutOfMemory, TimeSpan now)
    {
        if (instance is { Exit: not null } or { Phase: InstancePhase.Launching })
            return;
        instance.Exit = status;
        act(new SupervisorAction.WatchMembers(instance));
        if (instance.Plan.Spec.IsDaemon && status.Succeeded && instance.Reason is null)
            return;
        if (instance.Reason is null)
        {
            instance.Reason = OwnReason(instance, isOutOfMemory);
            instance.Detail = null;
        }

        Drain(instance, now);
    }

    internal void MembersGone(Instance instance, bool isOutOfMemory, TimeSpan now)
    {
        if (instance.Exit is null)
            return;
        instance.Reason ??= OwnReason(instance, isOutOfMemory);
        End(instance, now);
    }

    /// <summary>Gives it a reason to end; the first one stays. It is told when those that depend on it have ended.</summary>
    internal static void AskToEnd(Instance instance, EndReason reason, string? detail = null)
    {
        if (instance.Reason is not null)
            return;
        instance.Reason = reason;
        instance.Detail = detail;
    }

    /// <summary>Tells it to end.</summary>
    internal void SendStop(Instance instance, TimeSpan now)
    {
        var shutdown = instance.Plan.Spec.Shutdown;
        instance.Enter(InstancePhase.Stopping, now);
        instance.KillAt = now + shutdown.Timeout;
        act(
            shutdown.Command is not null ? new SupervisorAction.RunShutdownCommand(instance)
            : instance.Exit is null ? new SupervisorAction.SignalProgram(instance, shutdown.Signal)
            : new SupervisorAction.SignalMembers(instance, shutdown.Signal));
    }

    /// <summary>Does what is due.</summary>
    internal void Wake(Instance instance, TimeSpan now)
    {
        switch (instance)
        {
            case { Phase: InstancePhase.Starting, Probing: { Deadline: var deadline } } when now >= deadline:
                AskToEnd(instance, EndReason.NotReadyInTime, instance.Detail);
                break;
            case { Probing: { } probing }:
                act(new SupervisorAction.Probe(instance, probing.Stage, probing.Probe, instance.BeginProbe()));
                break;
            case { Phase: InstancePhase.Stopping or InstancePhase.Draining, AbandonAt: null }:
                instance.AbandonAt = now + AbandonAfter;
                act(new SupervisorAction.SignalMembers(instance, "KILL"));
                break;
            case { Phase: InstancePhase.Stopping or InstancePhase.Draining }:
                instance.Detail = "a process of it did not end after KILL";
                End(instance, now);
                break;
        }
    }

    private void Passed(Instance instance, ProbeSchedule probing, TimeSpan now)
    {
        if (probing.Stage == ProbeStage.Live)
            probing.Passed(now);
        else
            GoOn(instance, now);
    }

    private static void Failed(Instance instance, ProbeSchedule probing, string problem, TimeSpan now)
    {
        probing.Failed(now);
        if (probing.Stage != ProbeStage.Live)
            instance.Detail = problem;
        else if (probing.Failures >= probing.Probe.Failures)
            AskToEnd(instance, EndReason.NotLive, problem);
    }

    private void GoOn(Instance instance, TimeSpan now)
    {
        if (instance.ExpectNextProbe(now))
            return;
        instance.Detail = null;
        if (instance.Plan.Spec.Warmup is null)
        {
            BecomeReady(instance, now);
            return;
        }

        instance.Enter(InstancePhase.Warming, now);
        act(new SupervisorAction.WarmUp(instance));
    }

    private void BecomeReady(Instance instance, TimeSpan now)
    {
        instance.Enter(InstancePhase.Ready, now);
        act(new SupervisorAction.NoteReady(instance));
        onReady(instance, now);
    }

    // What the program left behind is asked to end too, for as long as the program itself would have had.
    private void Drain(Instance instance, TimeSpan now)
    {
        instance.Enter(InstancePhase.Draining, now);
        instance.KillAt ??= now + instance.Plan.Spec.Shutdown.Timeout;
        act(new SupervisorAction.SignalMembers(instance, instance.Plan.Spec.Shutdown.Signal));
    }

    private void End(Instance instance, TimeSpan now)
    {
        instance.Enter(InstancePhase.Ended, now);
        onEnded(instance, now);
    }

    private static EndReason OwnReason(Instance instance, bool isOutOfMemory) =>
        isOutOfMemory ? EndReason.MemoryLimit
        : instance.Phase != InstancePhase.Ready ? EndReason.EndedBeforeReady
        : instance.Exit is { Succeeded: true } ? EndReason.Completed
        : EndReason.Crashed;
}
