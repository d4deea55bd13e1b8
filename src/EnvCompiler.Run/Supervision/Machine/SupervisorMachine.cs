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
    private readonly ServiceTable table = new();
    private readonly StartTable starts = new();
    private readonly List<PendingRequest> pending = [];
    private readonly ServiceScheduler scheduler;
    private List<SupervisorAction> actions = [];
    private ServiceActivation? latest;
    private EndReason? ending;
    private bool wasUsed;
    private bool hasExited;

    /// <param name="joinBy">The supervisor ends when no activation has joined by then.</param>
    /// <param name="chance">From 0 to 1, for the jitter of restarts.</param>
    internal SupervisorMachine(TimeSpan joinBy, Func<double> chance)
    {
        this.joinBy = joinBy;
        scheduler = new ServiceScheduler(table, Act, chance);
    }

    /// <summary>All services, by name.</summary>
    internal IReadOnlyDictionary<string, Service> Services => table.ByName;

    /// <summary>It stops everything and takes no more requests.</summary>
    internal bool IsEnding => ending is not null;

    /// <summary>When <see cref="SupervisorEvent.TimePassed"/> is due; null when only other events can change anything.</summary>
    internal TimeSpan? NextWake => ServiceScheduler.Earlier(wasUsed || IsEnding ? null : joinBy, scheduler.NextWake);

    /// <summary>Takes one event.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="now">Monotonic; never less than in the call before.</param>
    /// <returns>What to do, in order.</returns>
    internal IReadOnlyList<SupervisorAction> Handle(SupervisorEvent what, TimeSpan now)
    {
        actions = [];
        Take(what, now);
        scheduler.LookAtClock(now);
        if (wasUsed ? !starts.InUse : now >= joinBy)
            End(EndReason.LastActivationLeft);
        scheduler.Settle(now);
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
            LastInstance = scheduler.LastInstance,
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
        (scheduler.LastInstance, wasUsed, ending, latest) = (saved.LastInstance, saved.WasUsed, saved.Ending, restorer.Activation(saved.Latest));
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
            default: scheduler.Take(what, now); break;
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
        StartAll(start.Request, table.Named(start.Names), again: false);
    }

    private void Stop(SupervisorEvent.StopRequested stop)
    {
        if (Refuses(stop.Request))
            return;
        var stopped = new List<Instance>();
        foreach (var service in table.Named(stop.Names))
        {
            service.Unwant();
            stopped.AddRange(service.Instances);
            ServiceScheduler.End(service, EndReason.StopRequested);
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
            ServiceScheduler.End(service, EndReason.RestartRequested);
        StartAll(restart.Request, named, again: true);
    }

    private void RestartWarm(SupervisorEvent.WarmRestartRequested restart, TimeSpan now)
    {
        if (Refuses(restart.Request))
            return;
        var replaced = table.Named(restart.Names).ToLookup(service => service is { Current.IsReady: true, Plan.Skipped: null } && restart.Ports.ContainsKey(service.Name));
        List<Service> others = [.. replaced[false]];
        foreach (var service in others)
        {
            ServiceScheduler.End(service, EndReason.RestartRequested);
            scheduler.Want(service, again: true);
        }

        // Those that just ended may take others with them.
        scheduler.Settle(now);
        var replacements = new List<Replacement>();
        string? hindrance = null;
        foreach (var service in replaced[true])
        {
            if (scheduler.Replace(service, restart.Ports[service.Name], now) is { } replacement)
                replacements.Add(replacement);
            else
                hindrance ??= $"what `{service.Name}` needs is not there now";
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
                ServiceScheduler.End(service, EndReason.Removed, service.Plan.Skipped);
                service.Unwant();
            }
            else if (service.Current?.Plan.Fingerprint != service.Plan.Fingerprint)
            {
                ServiceScheduler.End(service, EndReason.DefinitionChanged);
                restarted.Add(service);
            }
        }

        StartAll(reload.Request, restarted, again: true);
    }

    // With what they depend on; that is not run again where it has completed.
    private void StartAll(long request, List<Service> asked, bool again)
    {
        var wanted = table.WithDependencies(asked);
        foreach (var service in wanted)
            scheduler.Want(service, again && asked.Contains(service));
        pending.Add(new PendingRequest(request) { Starts = wanted });
    }

    private void End(EndReason reason)
    {
        if (ending is not null)
            return;
        ending = reason;
        foreach (var service in table.InOrder)
        {
            service.Unwant();
            ServiceScheduler.End(service, reason);
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
}
