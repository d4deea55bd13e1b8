namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Brings services to what is wanted of them, each in its turn among those that it depends on and those that depend on it.</summary>
internal sealed class ServiceScheduler
{
    private readonly ServiceTable table;
    private readonly Action<SupervisorAction> act;
    private readonly Func<double> chance;
    private readonly InstanceLifecycle lifecycle;

    /// <param name="table">The services.</param>
    /// <param name="act">Gets what is to be done.</param>
    /// <param name="chance">From 0 to 1, for the jitter of restarts.</param>
    internal ServiceScheduler(ServiceTable table, Action<SupervisorAction> act, Func<double> chance)
    {
        (this.table, this.act, this.chance) = (table, act, chance);
        lifecycle = new InstanceLifecycle(act, OnReady, OnEnded);
    }

    /// <summary>Number of the newest instance.</summary>
    internal int LastInstance { get; set; }

    /// <summary>When something of the services is due; null when only events can change anything.</summary>
    internal TimeSpan? NextWake
    {
        get
        {
            TimeSpan? next = null;
            foreach (var service in table.InOrder)
            {
                next = Earlier(next, service.RestartAt);
                foreach (var instance in service.Instances)
                    next = Earlier(next, instance.NextWake);
            }

            return next;
        }
    }

    /// <summary>The earlier of two times; null is never.</summary>
    internal static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => b is null || a <= b ? a : b;

    /// <summary>Takes an event of an instance; one of an instance that has moved on changes nothing.</summary>
    internal void Take(SupervisorEvent what, TimeSpan now)
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
                lifecycle.MainEnded(instance, ended.Status, ended.IsOutOfMemory, now);
                break;
            case SupervisorEvent.MembersGone gone when table.Find(gone.Instance) is { } instance:
                lifecycle.MembersGone(instance, gone.IsOutOfMemory, now);
                break;
        }
    }

    /// <summary>A service is to run. One that has done its work does it again, unless somebody counts on its being done.</summary>
    /// <param name="service">The service.</param>
    /// <param name="again">Whatever others count on.</param>
    internal void Want(Service service, bool again = false)
    {
        if (service.Current is { IsUp: true } || (service.HasCompleted && !again && table.HasRunningDependents(service)))
            return;
        service.HasCompleted = false;
        if (service.Plan.Skipped is null)
            service.Want();
        else
            service.Unwant();
    }

    /// <summary>Gives all instances of a service a reason to end.</summary>
    internal static void End(Service service, EndReason reason, string? detail = null)
    {
        foreach (var instance in service.Instances)
            InstanceLifecycle.AskToEnd(instance, reason, detail);
    }

    /// <summary>Starts an instance beside a service's current one, which it is to replace.</summary>
    /// <returns>Null where that cannot be: the service does not run any more, or what it needs is not there for the moment.</returns>
    internal Replacement? Replace(Service service, int port, TimeSpan now)
    {
        if (service.Next is null && (service.Current is not { IsUp: true } || table.FindBlockade(service.Plan) is not null || table.FindPending(service.Plan) is not null))
            return null;
        service.Next ??= Launch(service.Plan, now, port);
        return new Replacement(service, service.Next);
    }

    /// <summary>Does what is due of the instances.</summary>
    internal void LookAtClock(TimeSpan now)
    {
        foreach (var service in table.InOrder)
        {
            // A copy: what is due may end an instance.
            foreach (var instance in service.Instances.Where(instance => instance.NextWake <= now).ToList())
                lifecycle.Wake(instance, now);
        }
    }

    /// <summary>Brings every service to what is wanted of it: first what must not run any more, then what may start, then who is told to end.</summary>
    internal void Settle(TimeSpan now)
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
        var instance = new Instance(++LastInstance, plan, now) { Port = port, Dependencies = table.Latest(plan) };
        table.Add(instance);
        act(new SupervisorAction.Launch(instance));
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
        act(new SupervisorAction.NoteEnd(instance, service.Last == instance ? service.RestartAt - now : null));
        table.ForgetUndeclared(service);
    }

    private void OnCurrentEnded(Service service, Instance instance, TimeSpan now)
    {
        (service.Current, service.Next, service.Last) = (service.Next, null, instance);
        if (instance.Reason is EndReason.DependencyRestarted or EndReason.Orphaned)
            service.RestartTheSame(instance.Plan);
        if (!service.IsWanted || service.Current is not null || !EndReasons.IsOwn(instance.Reason!.Value) || service.StartAgain)
            return;
        service.HasCompleted = instance.Reason == EndReason.Completed;
        var restart = instance.Plan.Spec.Restart;
        if (restart is not null && now - instance.ReadyAt >= restart.ResetAfter)
            service.ForgetRestarts();
        if (RestartRule.Delay(restart, instance.Reason.Value, service.RestartsInARow, chance()) is { } delay)
        {
            service.RestartLater(instance.Plan, now + delay);
            return;
        }

        if (service.RestartsInARow > 0 && instance.Reason != EndReason.Completed)
            instance.Detail = $"{(instance.Detail is { } detail ? detail + "; " : "")}gave up after {service.RestartsInARow} restarts in a row";
        service.Unwant();
    }
}
