using EnvCompiler.Run.Supervision.Machine.Saved;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>A service: what it is made of, whether it is wanted, and its instances: at most one outside a warm restart.</summary>
internal sealed class Service(ServicePlan plan)
{
    // A wait for readiness goes on over a few restarts: a service that comes up at its second try has come up.
    private const int TriesBeforeStuck = 3;

    internal string Name => Plan.Name;

    /// <summary>What the services are declared as now: for an instance that somebody asks for.</summary>
    internal ServicePlan Plan { get; set; } = plan;

    /// <summary>What a restart that nobody asked for is made of: the same as before, whatever others have declared meanwhile.</summary>
    internal ServicePlan? SamePlan { get; private set; }

    /// <summary>The newest generation has it.</summary>
    internal bool IsDeclared { get; set; } = true;

    /// <summary>Somebody asked for it and it has not ended for good since.</summary>
    internal bool IsWanted { get; private set; }

    internal Instance? Current { get; set; }

    /// <summary>Of a warm restart: the instance that will take the current one's place.</summary>
    internal Instance? Next { get; set; }

    /// <summary>Of warm restarts: the instances whose place was taken.</summary>
    internal List<Instance> Outgoing { get; } = [];

    /// <summary>The last instance that ended.</summary>
    internal Instance? Last { get; set; }

    /// <summary>It was asked for again while it was ending by itself: no policy is asked.</summary>
    internal bool StartAgain { get; set; }

    /// <summary>When its policy starts it again.</summary>
    internal TimeSpan? RestartAt { get; private set; }

    /// <summary>Restarts by its policy in a row.</summary>
    internal int RestartsInARow { get; private set; }

    /// <summary>All restarts by its policy.</summary>
    internal int Restarts { get; private set; }

    /// <summary>It has done its work, and nobody has asked for it since.</summary>
    internal bool HasCompleted { get; set; }

    /// <summary>Why it is not started though somebody asked for it.</summary>
    internal Blockade? Blocked { get; private set; }

    /// <summary>It will not be ready soon: its restarts have failed a few times, or those of what it waits for.</summary>
    internal bool IsStuck { get; set; }

    /// <summary>All that are not ended.</summary>
    internal IEnumerable<Instance> Instances
    {
        get
        {
            if (Current is not null)
                yield return Current;
            if (Next is not null)
                yield return Next;
            foreach (var instance in Outgoing)
                yield return instance;
        }
    }

    /// <summary>Which instance dependents count on, or counted on.</summary>
    internal int LatestId => (Current ?? Last)?.Id ?? 0;

    /// <summary>The dependency that keeps it from starting for the moment.</summary>
    internal Service? WaitsFor { get; set; }

    /// <summary>Its policy waits before it starts it again and has failed a few times already.</summary>
    internal bool FailsAgainAndAgain => Current is null && RestartAt is not null && RestartsInARow >= TriesBeforeStuck;

    /// <summary>Nothing that was asked of a start can change any more, or not soon: it is ready, has ended for good, or is stuck.</summary>
    internal bool StartIsSettled => IsStuck || (IsWanted ? Current is { IsReady: true } : Current is null or { Reason: not null });

    /// <summary>What another supervisor's service was asked for.</summary>
    internal void TakeOver(SavedService saved, ServicePlan? same, TimeSpan? restartAt)
    {
        (IsWanted, StartAgain, RestartAt, SamePlan) = (saved.IsWanted, saved.StartAgain && Current is not null, restartAt, same);
        (RestartsInARow, Restarts, Blocked) = (saved.RestartsInARow, saved.Restarts, saved.Blocked);
    }

    /// <summary>Somebody asks for it.</summary>
    internal void Want()
    {
        (IsWanted, RestartAt, RestartsInARow, SamePlan, Blocked) = (true, null, 0, null, null);
        if (Current is { IsUp: false })
            StartAgain = true;
    }

    /// <summary>Nobody wants it any more, or it has ended for good.</summary>
    internal void Unwant() => (IsWanted, StartAgain, RestartAt, SamePlan, Blocked) = (false, false, null, null, null);

    /// <summary>It is not started, or it is ended, because of another service.</summary>
    internal void Block(Blockade why)
    {
        Unwant();
        Blocked = why;
    }

    /// <summary>It is started again for the sake of others, unless somebody has asked for it meanwhile.</summary>
    internal void RestartTheSame(ServicePlan plan) => SamePlan = StartAgain ? null : plan;

    /// <summary>Its policy starts it again.</summary>
    internal void RestartLater(ServicePlan samePlan, TimeSpan when)
    {
        (SamePlan, RestartAt) = (samePlan, when);
        RestartsInARow++;
        Restarts++;
    }

    /// <summary>It ran well for so long that what was before does not count.</summary>
    internal void ForgetRestarts() => RestartsInARow = 0;

    /// <summary>Whether its policy still waits; once the time has come, nothing but its dependencies keeps it.</summary>
    internal bool IsDelayed(TimeSpan now)
    {
        if (RestartAt <= now)
            RestartAt = null;
        return RestartAt is not null;
    }

    /// <summary>A new instance takes up what was asked for.</summary>
    internal void Begin() => (StartAgain, Blocked) = (false, null);
}
