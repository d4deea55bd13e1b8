using EnvCompiler.Run.Supervision.Machine.Saved;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>
/// The supervisor's whole judgement: events in, actions out, time and chance given. No threads, no clock, no I/O, so that any order of events can
/// be tried in a test. An event about an instance that has moved on (an old probe's answer, a second end) changes nothing. After each event the
/// services are brought to what is wanted of them, in the order of their dependencies.
/// </summary>
internal sealed class SupervisorMachine
{
    private readonly TimeSpan joinBy;
    private readonly Func<double> chance;
    private readonly ServiceTable table = new();
    private readonly StartTable starts = new();
    private readonly List<PendingRequest> pending = [];
    private readonly InstanceLifecycle lifecycle;
    private List<SupervisorAction> actions = [];
    private ServiceActivation? latest;
    private EndReason? ending;
    private bool wasUsed;
    private bool hasExited;
    private int lastInstance;

    /// <param name="joinBy">The supervisor ends when no activation has joined by then.</param>
    /// <param name="chance">From 0 to 1, for the jitter of restarts.</param>
    internal SupervisorMachine(TimeSpan joinBy, Func<double> chance)
    {
        (this.joinBy, this.chance) = (joinBy, chance);
        lifecycle = new InstanceLifecycle(Act, OnReady, OnEnded);
    }

    /// <summary>All services, by name.</summary>
    internal IReadOnlyDictionary<string, Service> Services => table.ByName;

    /// <summary>What was declared last; null before the first declaration.</summary>
    internal ServiceActivation? Latest => latest;

    /// <summary>It stops everything and takes no more requests.</summary>
    internal bool IsEnding => ending is not null;

    /// <summary>When <see cref="SupervisorEvent.TimePassed"/> is due; null when only other events can change anything.</summary>
    internal TimeSpan? NextWake
    {
        get
        {
            TimeSpan? next = wasUsed || ending is not null ? null : joinBy;
            foreach (var service in table.InOrder)
            {
                next = Earlier(next, service.RestartAt);
                foreach (var instance in service.Instances)
                    next = Earlier(next, instance.NextWake);
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
        Take(what, now);
        LookAtClock(now);
        if (wasUsed && !starts.InUse)
            End(EndReason.LastActivationLeft);
        Settle(now);
        AnswerSettled();
        RunScripts();
        ExitWhenDone();
        return actions;
    }

    /// <summary>What another machine needs to go on from here.</summary>
    internal SavedMachine Save(TimeSpan now)
    {
        var saver = new MachineSaver(now);
        return new SavedMachine
        {
            LastInstance = lastInstance,
            WasUsed = wasUsed,
            Ending = ending,
            Latest = latest is null ? null : saver.NumberOf(latest),
            Starts = starts.Save(saver),
            Services = [.. table.ByName.Values.Select(saver.Save)],
            Activations = saver.Activations,
        };
    }

    /// <summary>
    /// Goes on where another machine was, before any event. Then it has to be told, of each instance that is returned: where it was not ready, that it is
    /// <see cref="SupervisorEvent.Launched"/>; where its first process is gone, <see cref="SupervisorEvent.MainEnded"/>; where that was known before, when its
    /// others are gone. And of each process that uses the environment no more, that it has left.
    /// </summary>
    /// <returns>The instances that run, as far as it knows.</returns>
    internal IReadOnlyList<Instance> Restore(SavedMachine saved, MachineRestorer restorer)
    {
        (lastInstance, wasUsed, ending, latest) = (saved.LastInstance, saved.WasUsed, saved.Ending, restorer.Activation(saved.Latest));
        starts.Restore(saved.Starts, restorer);
        foreach (var service in saved.Services.Select(restorer.Restore).OfType<Service>())
            table.Restore(service);
        return [.. table.InOrder.SelectMany(service => service.Instances)];
    }

    private void Take(SupervisorEvent what, TimeSpan now)
    {
        switch (what)
        {
            case SupervisorEvent.Joined joined: Join(joined); break;
            case SupervisorEvent.Left left: starts.Leave(left.Pid); break;
            case SupervisorEvent.Declared declared: Declare(declared); break;
            case SupervisorEvent.StartRequested start: Start(start); break;
            case SupervisorEvent.StopRequested stop: Stop(stop); break;
            case SupervisorEvent.RestartRequested restart: Restart(restart); break;
            case SupervisorEvent.WarmRestartRequested restart: RestartWarm(restart, now); break;
            case SupervisorEvent.ReloadRequested reload: Reload(reload); break;
            case SupervisorEvent.Abandoned abandoned: Abandon(abandoned.Request); break;
            case SupervisorEvent.EndRequested: End(EndReason.SupervisorEnded); break;
            case SupervisorEvent.DeactivationEnded: OnDeactivationEnded(); break;
            case SupervisorEvent.TimePassed: break;
            default: TakeOfInstance(what, now); break;
        }
    }

    private void TakeOfInstance(SupervisorEvent what, TimeSpan now)
    {
        switch (what)
        {
            case SupervisorEvent.Launched launched when table.Find(launched.Instance) is { } instance:
                lifecycle.Launched(instance, now);
                break;
            case SupervisorEvent.LaunchFailed failed when table.Find(failed.Instance) is { } instance:
                lifecycle.LaunchFailed(instance, failed.Problem, now);
                break;
            case SupervisorEvent.ProbeAnswered answered when table.Find(answered.Instance) is { } instance:
                lifecycle.ProbeAnswered(instance, answered.Number, answered.Problem, now);
                break;
            case SupervisorEvent.GpuUnused unused when table.Find(unused.Instance) is { } instance:
                lifecycle.GpuUnused(instance, unused.Problem);
                break;
            case SupervisorEvent.WarmedUp warmed when table.Find(warmed.Instance) is { } instance:
                lifecycle.WarmedUp(instance, warmed.Problem, now);
                break;
            case SupervisorEvent.MainEnded ended when table.Find(ended.Instance) is { } instance:
                lifecycle.MainEnded(instance, ended.Status, now);
                break;
            case SupervisorEvent.MembersGone gone when table.Find(gone.Instance) is { } instance:
                lifecycle.MembersGone(instance, now);
                break;
        }
    }

    private void Join(SupervisorEvent.Joined joined)
    {
        if (Refuses(joined.Request))
            return;
        wasUsed = true;
        if (starts.Join(joined.Pid, joined.Start, joined.Request))
            Act(new SupervisorAction.Answer(joined.Request));
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
        table.Declare(declared.Plans);
    }

    private void Start(SupervisorEvent.StartRequested start)
    {
        if (Refuses(start.Request))
            return;
        wasUsed |= start.Detached;
        if (start.Detached)
            starts.Hold(latest);
        var wanted = table.WithDependencies(table.Named(start.Names));
        foreach (var service in wanted)
            Want(service);
        pending.Add(new PendingRequest(start.Request) { Starts = wanted });
    }

    private void Stop(SupervisorEvent.StopRequested stop)
    {
        if (Refuses(stop.Request))
            return;
        var stopped = new List<Instance>();
        foreach (var service in table.Named(stop.Names))
        {
            service.Unwant();
            foreach (var instance in service.Instances)
            {
                stopped.Add(instance);
                InstanceLifecycle.AskToEnd(instance, EndReason.StopRequested);
            }
        }

        if (!table.AnyIsWanted)
            starts.Release();
        pending.Add(new PendingRequest(stop.Request) { Stops = stopped });
    }

    private void Restart(SupervisorEvent.RestartRequested restart)
    {
        if (Refuses(restart.Request))
            return;
        var named = table.Named(restart.Names);
        foreach (var service in named)
            EndInstances(service, EndReason.RestartRequested);
        var wanted = table.WithDependencies(named);
        foreach (var service in wanted)
            Want(service, again: named.Contains(service));
        pending.Add(new PendingRequest(restart.Request) { Starts = wanted });
    }

    private void RestartWarm(SupervisorEvent.WarmRestartRequested restart, TimeSpan now)
    {
        if (Refuses(restart.Request))
            return;
        var replaced = table.Named(restart.Names).ToLookup(service => service is { Current.IsReady: true, Plan.Skipped: null } && restart.Ports.ContainsKey(service.Name));
        List<Service> others = [.. replaced[false]];
        foreach (var service in others)
        {
            EndInstances(service, EndReason.RestartRequested);
            Want(service, again: true);
        }

        // Those that just ended may take others with them.
        Settle(now);
        var replacements = new List<Replacement>();
        string? hindrance = null;
        foreach (var service in replaced[true])
        {
            if (service.Next is null && (service.Current is not { IsUp: true } || table.FindBlockade(service.Plan) is not null || table.FindPending(service.Plan) is not null))
                hindrance ??= $"what `{service.Name}` needs is not there now";
            else
                replacements.Add(new Replacement(service, service.Next ??= Launch(service.Plan, now, restart.Ports[service.Name])));
        }

        pending.Add(new PendingRequest(restart.Request) { Starts = others, Replacements = replacements, Hindrance = hindrance });
    }

    private void Reload(SupervisorEvent.ReloadRequested reload)
    {
        if (Refuses(reload.Request))
            return;
        var restarted = new List<Service>();
        foreach (var service in table.InOrder)
        {
            if (!service.IsWanted)
                continue;
            if (!service.IsDeclared || service.Plan.Skipped is not null)
            {
                EndInstances(service, EndReason.Removed, service.Plan.Skipped);
                service.Unwant();
            }
            else if (service.Current?.Plan.Fingerprint != service.Plan.Fingerprint)
            {
                EndInstances(service, EndReason.DefinitionChanged);
                restarted.Add(service);
            }
        }

        var wanted = table.WithDependencies(restarted);
        foreach (var service in wanted)
            Want(service, again: restarted.Contains(service));
        pending.Add(new PendingRequest(reload.Request) { Starts = wanted });
    }

    private static void EndInstances(Service service, EndReason reason, string? detail = null)
    {
        foreach (var instance in service.Instances)
            InstanceLifecycle.AskToEnd(instance, reason, detail);
    }

    // One that has done its work does it again, unless somebody counts on its being done.
    private void Want(Service service, bool again = false)
    {
        if (service.Current is { IsUp: true } || (service.HasCompleted && !again && table.HasRunningDependents(service)))
            return;
        service.HasCompleted = false;
        if (service.Plan.Skipped is null)
            service.Want();
        else
            service.Unwant();
    }

    /// <summary>Brings every service to what is wanted of it: first what must not run any more, then what may start, then who is told to end.</summary>
    private void Settle(TimeSpan now)
    {
        foreach (var service in table.InOrder)
        {
            foreach (var instance in service.Instances)
                LookAtDependencies(service, instance);
            service.WaitsFor = null;
            if (service is { IsWanted: true, Current: null })
                StartWhenPossible(service, now);
            service.IsStuck = service.FailsAgainAndAgain || service.WaitsFor is { IsStuck: true };
        }

        for (var i = table.InOrder.Count - 1; i >= 0; i--)
            SendStops(table.InOrder[i], now);
    }

    private void LookAtDependencies(Service service, Instance instance)
    {
        if (!instance.IsUp)
            return;
        if (table.FindBlockade(instance.Plan) is { } blockade)
        {
            InstanceLifecycle.AskToEnd(instance, blockade.Reason, blockade.Detail);
            service.Block(blockade);
        }
        else if (table.FindChanged(instance) is { } changed)
        {
            InstanceLifecycle.AskToEnd(instance, EndReason.DependencyRestarted, $"`{changed}` was restarted");
        }
    }

    private void StartWhenPossible(Service service, TimeSpan now)
    {
        var plan = service.SamePlan ?? service.Plan;
        if (plan.Skipped is not null)
            service.Unwant();
        else if (table.FindBlockade(plan) is { } blockade)
            service.Block(blockade);
        else if (!service.IsDelayed(now) && service.Outgoing.Count == 0)
            StartOrWait(service, plan, now);
    }

    private void StartOrWait(Service service, ServicePlan plan, TimeSpan now)
    {
        service.WaitsFor = table.FindPending(plan);
        if (service.WaitsFor is not null)
            return;
        service.Begin();
        service.Current = Launch(plan, now);
    }

    // In reverse order: an instance is told to end when those that need it and are to end as well have ended.
    private void SendStops(Service service, TimeSpan now)
    {
        foreach (var instance in service.Instances)
        {
            if (instance.AwaitsStop && !table.HasEndingDependents(service))
                lifecycle.SendStop(instance, now);
        }
    }

    private Instance Launch(ServicePlan plan, TimeSpan now, int? port = null)
    {
        var instance = new Instance(++lastInstance, plan, now) { Port = port, Dependencies = table.Latest(plan) };
        table.Add(instance);
        Act(new SupervisorAction.Launch(instance));
        return instance;
    }

    private void OnReady(Instance instance, TimeSpan now)
    {
        var service = table.ByName[instance.Plan.Name];
        if (service.Next != instance)
            return;
        var old = service.Current!;
        service.Outgoing.Add(old);
        (service.Current, service.Next) = (instance, null);
        InstanceLifecycle.AskToEnd(old, EndReason.Replaced);
    }

    private void OnEnded(Instance instance, TimeSpan now)
    {
        var service = table.Remove(instance);
        if (service.Next == instance)
            service.Next = null;
        else if (service.Current == instance)
            OnCurrentEnded(service, instance, now);
        else
            service.Outgoing.Remove(instance);
        Act(new SupervisorAction.NoteEnd(instance, service.Last == instance ? service.RestartAt - now : null));
        table.ForgetUndeclared(service);
    }

    private void OnCurrentEnded(Service service, Instance instance, TimeSpan now)
    {
        (service.Current, service.Next, service.Last) = (service.Next, null, instance);
        if (instance.Reason is EndReason.DependencyRestarted or EndReason.Orphaned)
            service.RestartTheSame(instance.Plan);
        if (ending is not null || service.Current is not null || !EndReasons.IsOwn(instance.Reason!.Value) || service.StartAgain)
            return;
        service.HasCompleted = instance.Reason == EndReason.Completed;
        var restart = instance.Plan.Spec.Restart;
        if (restart is not null && now - instance.ReadyAt >= restart.ResetAfter)
            service.ForgetRestarts();
        if (service.IsWanted && RestartRule.Delay(restart, instance.Reason.Value, service.RestartsInARow, chance()) is { } delay)
        {
            service.RestartLater(instance.Plan, now + delay);
            return;
        }

        if (service.RestartsInARow > 0 && instance.Reason != EndReason.Completed)
            instance.Detail = $"{(instance.Detail is { } detail ? detail + "; " : "")}gave up after {service.RestartsInARow} restarts in a row";
        service.Unwant();
    }

    private void LookAtClock(TimeSpan now)
    {
        if (!wasUsed && now >= joinBy)
            End(EndReason.LastActivationLeft);
        foreach (var service in table.InOrder)
        {
            // A copy: what is due may end an instance.
            foreach (var instance in service.Instances.Where(instance => instance.NextWake <= now).ToList())
                lifecycle.Wake(instance, now);
        }
    }

    private void End(EndReason reason)
    {
        if (ending is not null)
            return;
        ending = reason;
        foreach (var service in table.InOrder)
        {
            service.Unwant();
            EndInstances(service, reason);
        }
    }

    private void AnswerSettled()
    {
        foreach (var request in pending.Where(request => request.IsSettled).ToList())
        {
            pending.Remove(request);
            Act(new SupervisorAction.Answer(request.Id, request.Problem));
        }
    }

    // While others go on, a script runs beside their services; the last one's runs after the services have ended.
    private void RunScripts()
    {
        if (ending is null || (ending == EndReason.LastActivationLeft && !table.AnyRuns))
        {
            if (starts.TakeScript() is { } activation)
                Act(new SupervisorAction.Deactivate(activation));
        }
    }

    private void ExitWhenDone()
    {
        if (ending is null || hasExited || starts.IsScriptRunning || table.AnyRuns)
            return;
        hasExited = true;
        Act(new SupervisorAction.Exit());
    }

    private void OnDeactivationEnded()
    {
        foreach (var request in starts.ScriptEnded())
            Act(ending is null ? new SupervisorAction.Answer(request) : new SupervisorAction.Refuse(request));
    }

    private bool Refuses(long request)
    {
        if (ending is not null)
            Act(new SupervisorAction.Refuse(request));
        return ending is not null;
    }

    private void Act(SupervisorAction action) => actions.Add(action);

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => b is null || a <= b ? a : b;
}
