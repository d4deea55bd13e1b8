namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>
/// The supervisor's whole judgement: events in, actions out, time given. No threads, no clock, no I/O, so that any order of events can
/// be tried in a test. An event about an instance that has moved on (an old probe's answer, a second end) changes nothing.
/// </summary>
/// <param name="joinBy">The supervisor ends when no activation has joined by then.</param>
internal sealed class SupervisorMachine(TimeSpan joinBy)
{
    // KILL cannot be refused, but a process in an uninterruptible sleep dies late; nobody should wait for it for ever.
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, Service> services = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Service> byInstance = [];
    private readonly StartTable starts = new();
    private readonly List<PendingRequest> pending = [];
    private List<SupervisorAction> actions = [];
    private ServiceActivation? latest;
    private EndReason? ending;
    private bool wasUsed;
    private bool hasExited;
    private int lastInstance;

    /// <summary>All services, by name.</summary>
    internal IReadOnlyDictionary<string, Service> Services => services;

    /// <summary>It stops everything and takes no more requests.</summary>
    internal bool IsEnding => ending is not null;

    /// <summary>When <see cref="SupervisorEvent.TimePassed"/> is due; null when only other events can change anything.</summary>
    internal TimeSpan? NextWake
    {
        get
        {
            TimeSpan? next = wasUsed || ending is not null ? null : joinBy;
            foreach (var service in services.Values)
            {
                if (service.Current?.NextWake is { } wake && (next is null || wake < next))
                    next = wake;
            }

            return next;
        }
    }

    /// <summary>Takes one event.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="now">Monotonic; never less than in the call before.</param>
    /// <returns>What to do, in order.</returns>
    internal IReadOnlyList<SupervisorAction> Handle(SupervisorEvent what, TimeSpan now)
    {
        actions = [];
        switch (what)
        {
            case SupervisorEvent.Joined joined: Join(joined); break;
            case SupervisorEvent.Left left: starts.Leave(left.Pid); break;
            case SupervisorEvent.Declared declared: Declare(declared); break;
            case SupervisorEvent.StartRequested start: Start(start, now); break;
            case SupervisorEvent.StopRequested stop: Stop(stop, now); break;
            case SupervisorEvent.RestartRequested restart: Restart(restart, now); break;
            case SupervisorEvent.Abandoned abandoned: Abandon(abandoned.Request); break;
            case SupervisorEvent.EndRequested: End(EndReason.SupervisorEnded, now); break;
            case SupervisorEvent.Launched launched: OnLaunched(launched.Instance, now); break;
            case SupervisorEvent.LaunchFailed failed: OnLaunchFailed(failed, now); break;
            case SupervisorEvent.ProbeAnswered answered: OnProbeAnswered(answered, now); break;
            case SupervisorEvent.GpuUnused unused: OnGpuUnused(unused, now); break;
            case SupervisorEvent.MainEnded ended: OnMainEnded(ended, now); break;
            case SupervisorEvent.MembersGone gone: OnMembersGone(gone.Instance, now); break;
            case SupervisorEvent.DeactivationEnded: OnDeactivationEnded(); break;
            case SupervisorEvent.TimePassed: break;
        }

        LookAtClock(now);
        if (wasUsed && !starts.InUse)
            End(EndReason.LastActivationLeft, now);
        AnswerSettled();
        RunScripts();
        ExitWhenDone();
        return actions;
    }

    private void Join(SupervisorEvent.Joined joined)
    {
        if (Refuses(joined.Request))
            return;
        wasUsed = true;
        if (starts.Join(joined.Pid, joined.Start, joined.Request))
            actions.Add(new SupervisorAction.Answer(joined.Request));
    }

    private void Abandon(long request)
    {
        pending.RemoveAll(each => each.Id == request);
        starts.Abandon(request);
    }

    private void Declare(SupervisorEvent.Declared declared)
    {
        latest = declared.Activation;
        starts.Declare(declared.Activation);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plan in declared.Plans)
        {
            names.Add(plan.Name);
            if (services.TryGetValue(plan.Name, out var known))
                known.Plan = plan;
            else
                services.Add(plan.Name, new Service(plan));
        }

        foreach (var gone in services.Values.Where(service => service.Current is null && !names.Contains(service.Name)).ToList())
            services.Remove(gone.Name);
    }

    private void Start(SupervisorEvent.StartRequested start, TimeSpan now)
    {
        if (Refuses(start.Request))
            return;
        wasUsed |= start.Detached;
        if (start.Detached)
            starts.Hold(latest);
        var wanted = Named(start.Names);
        foreach (var service in wanted)
            Want(service, now);
        pending.Add(new PendingRequest(start.Request, wanted, []));
    }

    private void Stop(SupervisorEvent.StopRequested stop, TimeSpan now)
    {
        if (Refuses(stop.Request))
            return;
        var stopped = new List<Instance>();
        foreach (var service in Named(stop.Names))
        {
            service.StartAgain = false;
            if (service.Current is not { } instance)
                continue;
            stopped.Add(instance);
            AskToEnd(instance, EndReason.StopRequested, now);
        }

        if (!services.Values.Any(service => service.Current is { Reason: null } || service.StartAgain))
            starts.Release();
        pending.Add(new PendingRequest(stop.Request, [], stopped));
    }

    private void Restart(SupervisorEvent.RestartRequested restart, TimeSpan now)
    {
        if (Refuses(restart.Request))
            return;
        var wanted = Named(restart.Names);
        foreach (var service in wanted)
        {
            if (service.Current is { } instance)
                AskToEnd(instance, EndReason.RestartRequested, now);
            Want(service, now);
        }

        pending.Add(new PendingRequest(restart.Request, wanted, []));
    }

    private void Want(Service service, TimeSpan now)
    {
        if (service.Plan.Skipped is not null)
            return;
        if (service.Current is null)
            Launch(service, now);
        else if (!service.Current.IsUp)
            service.StartAgain = true;
    }

    private void Launch(Service service, TimeSpan now)
    {
        var instance = new Instance(++lastInstance, service.Plan, now);
        service.StartAgain = false;
        service.Current = instance;
        byInstance.Add(instance.Id, service);
        actions.Add(new SupervisorAction.Launch(instance));
    }

    private void OnLaunched(int id, TimeSpan now)
    {
        if (Find(id) is not { Phase: InstancePhase.Launching } instance)
            return;
        if (instance.Reason is not null)
            SendStop(instance, now);
        else if (instance.Plan.Spec.Ready is null)
            BecomeReady(instance, now);
        else
            instance.ExpectReadiness(now);
    }

    private void OnLaunchFailed(SupervisorEvent.LaunchFailed failed, TimeSpan now)
    {
        if (Find(failed.Instance) is not { Phase: InstancePhase.Launching } instance)
            return;
        instance.Reason ??= EndReason.CouldNotStart;
        instance.Detail = failed.Problem;
        Finish(instance, now);
    }

    private void OnProbeAnswered(SupervisorEvent.ProbeAnswered answered, TimeSpan now)
    {
        if (Find(answered.Instance) is not { Phase: InstancePhase.Starting } instance)
            return;
        if (answered.Problem is { } problem)
            instance.ProbeFailed(problem, now);
        else
            BecomeReady(instance, now);
    }

    // Waiting does not help: an engine looks for devices when it starts.
    private void OnGpuUnused(SupervisorEvent.GpuUnused unused, TimeSpan now)
    {
        if (Find(unused.Instance) is not { Phase: InstancePhase.Starting } instance)
            return;
        instance.Detail = unused.Problem;
        AskToEnd(instance, EndReason.GpuUnused, now);
    }

    private void BecomeReady(Instance instance, TimeSpan now)
    {
        instance.Detail = null;
        instance.Enter(InstancePhase.Ready, now);
        actions.Add(new SupervisorAction.NoteReady(instance));
    }

    private void OnMainEnded(SupervisorEvent.MainEnded ended, TimeSpan now)
    {
        if (Find(ended.Instance) is not { Exit: null, Phase: not InstancePhase.Launching } instance)
            return;
        instance.Exit = ended.Status;
        actions.Add(new SupervisorAction.WatchMembers(instance));
        if (instance.Plan.Spec.IsDaemon && ended.Status.Succeeded && instance.Reason is null)
            return;
        if (instance.Reason is null)
        {
            instance.Reason = instance.Phase == InstancePhase.Starting ? EndReason.EndedBeforeReady : OwnEnd(instance);
            instance.Detail = null;
        }

        Drain(instance, now);
    }

    // What the program left behind is asked to end too, for as long as the program itself would have had.
    private void Drain(Instance instance, TimeSpan now)
    {
        instance.Enter(InstancePhase.Draining, now);
        instance.KillAt ??= now + instance.Plan.Spec.Shutdown.Timeout;
        actions.Add(new SupervisorAction.SignalMembers(instance, instance.Plan.Spec.Shutdown.Signal));
    }

    private void OnMembersGone(int id, TimeSpan now)
    {
        if (Find(id) is not { Exit: not null } instance)
            return;
        instance.Reason ??= instance.Phase == InstancePhase.Starting ? EndReason.EndedBeforeReady : OwnEnd(instance);
        Finish(instance, now);
    }

    private static EndReason OwnEnd(Instance instance) =>
        instance.Exit is { Succeeded: true } ? EndReason.Completed : EndReason.Crashed;

    private void AskToEnd(Instance instance, EndReason reason, TimeSpan now)
    {
        if (instance.Reason is not null)
            return;
        instance.Reason = reason;
        if (instance.Phase != InstancePhase.Launching)
            SendStop(instance, now);
    }

    private void SendStop(Instance instance, TimeSpan now)
    {
        var shutdown = instance.Plan.Spec.Shutdown;
        instance.Enter(InstancePhase.Stopping, now);
        instance.KillAt = now + shutdown.Timeout;
        actions.Add(
            shutdown.Command is not null ? new SupervisorAction.RunShutdownCommand(instance)
            : instance.Exit is null ? new SupervisorAction.SignalProgram(instance, shutdown.Signal)
            : new SupervisorAction.SignalMembers(instance, shutdown.Signal));
    }

    private void LookAtClock(TimeSpan now)
    {
        if (!wasUsed && now >= joinBy)
            End(EndReason.LastActivationLeft, now);
        foreach (var service in services.Values)
        {
            if (service.Current is { } instance && instance.NextWake <= now)
                Wake(instance, now);
        }
    }

    private void Wake(Instance instance, TimeSpan now)
    {
        switch (instance.Phase)
        {
            case InstancePhase.Starting when now >= instance.ReadyDeadline:
                AskToEnd(instance, EndReason.NotReadyInTime, now);
                break;
            case InstancePhase.Starting:
                instance.ProbeStarted();
                actions.Add(new SupervisorAction.Probe(instance));
                break;
            case InstancePhase.Stopping or InstancePhase.Draining when instance.AbandonAt is null:
                instance.AbandonAt = now + AbandonAfter;
                actions.Add(new SupervisorAction.SignalMembers(instance, "KILL"));
                break;
            case InstancePhase.Stopping or InstancePhase.Draining:
                instance.Detail = "a process of it did not end after KILL";
                Finish(instance, now);
                break;
        }
    }

    private void Finish(Instance instance, TimeSpan now)
    {
        var service = byInstance[instance.Id];
        byInstance.Remove(instance.Id);
        instance.Enter(InstancePhase.Ended, now);
        service.Current = null;
        service.Last = instance;
        actions.Add(new SupervisorAction.NoteEnd(instance));
        if (service.StartAgain && ending is null)
            Launch(service, now);
    }

    private void End(EndReason reason, TimeSpan now)
    {
        if (ending is not null)
            return;
        ending = reason;
        foreach (var service in services.Values)
        {
            service.StartAgain = false;
            if (service.Current is { } instance)
                AskToEnd(instance, reason, now);
        }
    }

    private void AnswerSettled()
    {
        foreach (var request in pending.Where(request => request.IsSettled).ToList())
        {
            pending.Remove(request);
            actions.Add(new SupervisorAction.Answer(request.Id));
        }
    }

    // While others go on, a script runs beside their services; the last one's runs after the services have ended.
    private void RunScripts()
    {
        if (ending is null || (ending == EndReason.LastActivationLeft && !AnyServiceRuns()))
        {
            if (starts.TakeScript() is { } activation)
                actions.Add(new SupervisorAction.Deactivate(activation));
        }
    }

    private bool AnyServiceRuns() => services.Values.Any(service => service.Current is not null);

    private void ExitWhenDone()
    {
        if (ending is not null && !hasExited && !starts.IsScriptRunning && !AnyServiceRuns())
            Exit();
    }

    private void OnDeactivationEnded()
    {
        foreach (var request in starts.ScriptEnded())
            actions.Add(ending is null ? new SupervisorAction.Answer(request) : new SupervisorAction.Refuse(request));
    }

    private void Exit()
    {
        hasExited = true;
        actions.Add(new SupervisorAction.Exit());
    }

    private bool Refuses(long request)
    {
        if (ending is not null)
            actions.Add(new SupervisorAction.Refuse(request));
        return ending is not null;
    }

    private List<Service> Named(IReadOnlyList<string> names)
    {
        var found = new List<Service>(names.Count);
        foreach (var name in names)
        {
            if (services.TryGetValue(name, out var service))
                found.Add(service);
        }

        return found;
    }

    private Instance? Find(int id) => byInstance.TryGetValue(id, out var service) ? service.Current : null;
}
