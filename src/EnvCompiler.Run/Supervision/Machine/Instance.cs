using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>One start of a service. Times are the machine's.</summary>
/// <param name="id">Counts up over all services.</param>
/// <param name="plan">What it is made of.</param>
/// <param name="now">When it was started.</param>
internal sealed class Instance(int id, ServicePlan plan, TimeSpan now)
{
    // First tries come quickly, so that a service that is ready in 30 ms is not called ready after a whole period.
    private static readonly TimeSpan FirstProbeDelay = TimeSpan.FromMilliseconds(10);

    private int probes;

    internal int Id => id;

    internal ServicePlan Plan => plan;

    internal InstancePhase Phase { get; private set; }

    internal TimeSpan PhaseSince { get; private set; } = now;

    /// <summary>Why it ends; null while it should run.</summary>
    internal EndReason? Reason { get; set; }

    /// <summary>More about the reason.</summary>
    internal string? Detail { get; set; }

    /// <summary>How its first process ended.</summary>
    internal ExitStatus? Exit { get; set; }

    internal bool ProbeInFlight { get; private set; }

    internal TimeSpan NextProbe { get; private set; }

    internal TimeSpan ReadyDeadline { get; private set; }

    /// <summary>When all of it gets KILL; set once it is asked to end.</summary>
    internal TimeSpan? KillAt { get; set; }

    /// <summary>When it counts as ended though the kernel has not let it go; set with KILL.</summary>
    internal TimeSpan? AbandonAt { get; set; }

    internal bool IsUp => Phase is InstancePhase.Launching or InstancePhase.Starting or InstancePhase.Ready && Reason is null;

    internal void Enter(InstancePhase phase, TimeSpan time)
    {
        Phase = phase;
        PhaseSince = time;
    }

    internal void ExpectReadiness(TimeSpan time)
    {
        Enter(InstancePhase.Starting, time);
        NextProbe = time;
        ReadyDeadline = time + plan.Spec.Ready!.Deadline;
    }

    internal void ProbeStarted() => ProbeInFlight = true;

    internal void ProbeFailed(string problem, TimeSpan time)
    {
        ProbeInFlight = false;
        Detail = problem;
        var quick = FirstProbeDelay * Math.Pow(2, Math.Min(probes++, 20));
        NextProbe = time + (quick < plan.Spec.Ready!.Period ? quick : plan.Spec.Ready.Period);
    }

    /// <summary>When the machine must look at it again, or null.</summary>
    internal TimeSpan? NextWake => Phase switch
    {
        InstancePhase.Starting => ProbeInFlight || ReadyDeadline < NextProbe ? ReadyDeadline : NextProbe,
        InstancePhase.Stopping or InstancePhase.Draining => AbandonAt ?? KillAt,
        _ => null,
    };
}
