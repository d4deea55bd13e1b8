using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>One start of a service. Times are the machine's.</summary>
/// <param name="id">Counts up over all services.</param>
/// <param name="plan">What it is made of.</param>
/// <param name="now">When it was started.</param>
/// <param name="readyAt">When it became ready; null when it has yet to.</param>
internal sealed class Instance(int id, ServicePlan plan, TimeSpan now, TimeSpan? readyAt = null)
{
    private int probes;

    internal int Id => id;

    /// <summary>What it is made of; while it is launched one of the plan's variants may take its place.</summary>
    internal ServicePlan Plan { get; set; } = plan;

    /// <summary>The port that it listens on instead of the service's own, where two instances run beside each other.</summary>
    internal int? Port { get; init; }

    /// <summary>The instance of each dependency that it was started with, by name.</summary>
    internal IReadOnlyDictionary<string, int> Dependencies { get; init; } = new Dictionary<string, int>();

    internal InstancePhase Phase { get; private set; }

    internal TimeSpan PhaseSince { get; private set; } = now;

    internal TimeSpan StartedAt { get; } = now;

    /// <summary>When it became ready; null before.</summary>
    internal TimeSpan? ReadyAt { get; private set; } = readyAt;

    /// <summary>Why it ends; null while it should run.</summary>
    internal EndReason? Reason { get; set; }

    /// <summary>More about the reason.</summary>
    internal string? Detail { get; set; }

    /// <summary>How its first process ended.</summary>
    internal ExitStatus? Exit { get; set; }

    /// <summary>The probe that is asked now; null when none is.</summary>
    internal ProbeSchedule? Probing { get; private set; }

    /// <summary>When all of it gets KILL; set once it is asked to end.</summary>
    internal TimeSpan? KillAt { get; set; }

    /// <summary>When it counts as ended though the kernel has not let it go; set with KILL.</summary>
    internal TimeSpan? AbandonAt { get; set; }

    /// <summary>It is there to stay.</summary>
    internal bool IsUp => Reason is null && Phase < InstancePhase.Stopping;

    /// <summary>Its first process runs, and it is there to stay.</summary>
    internal bool IsStarted => IsUp && Phase > InstancePhase.Launching;

    internal bool IsReady => Reason is null && Phase == InstancePhase.Ready;

    /// <summary>It is to end and was not told yet.</summary>
    internal bool AwaitsStop => Reason is not null && Phase is > InstancePhase.Launching and < InstancePhase.Stopping;

    internal void Enter(InstancePhase phase, TimeSpan time)
    {
        Phase = phase;
        PhaseSince = time;
        Probing = null;
        if (phase != InstancePhase.Ready)
            return;
        ReadyAt ??= time;
        if (Plan.Spec.Live is { } live)
            Probing = ProbeSchedule.Watch(live, time);
    }

    /// <summary>Waits for the first probe, or for the one after the one that has answered.</summary>
    /// <returns>False when there is none (left).</returns>
    internal bool ExpectNextProbe(TimeSpan time)
    {
        var (stage, probe) = (Probing?.Stage, Plan.Spec) switch
        {
            (null, { Startup: { } startup }) => (ProbeStage.Startup, startup),
            (null or ProbeStage.Startup, { Ready: { } ready }) => (ProbeStage.Ready, ready),
            _ => (ProbeStage.Live, (Probe?)null),
        };
        if (probe is not null)
            Probing = ProbeSchedule.UntilAnswered(stage, probe, time);
        return probe is not null;
    }

    /// <summary>Numbers the next try, so that the answer to an older one changes nothing.</summary>
    internal int BeginProbe()
    {
        Probing!.Begin(++probes);
        return probes;
    }

    /// <summary>When the machine must look at it again, or null.</summary>
    internal TimeSpan? NextWake => Phase switch
    {
        InstancePhase.Starting or InstancePhase.Ready when Reason is null => Probing?.NextWake,
        InstancePhase.Stopping or InstancePhase.Draining => AbandonAt ?? KillAt,
        _ => null,
    };
}
