using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>When a probe is asked again, and when it is too late. Times are the machine's.</summary>
internal sealed class ProbeSchedule
{
    // First tries come quickly, so that a service that is ready in 30 ms is not called ready after a whole period.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);

    private TimeSpan next;

    private ProbeSchedule(ProbeStage stage, Probe probe) => (Stage, Probe) = (stage, probe);

    internal ProbeStage Stage { get; }

    internal Probe Probe { get; }

    /// <summary>The service has failed when it has not answered by then; null while it is only watched.</summary>
    internal TimeSpan? Deadline { get; private init; }

    /// <summary>Failures in a row.</summary>
    internal int Failures { get; private set; }

    /// <summary>Number of the try that is under way.</summary>
    internal int? InFlight { get; private set; }

    /// <summary>A probe that must answer once before the service goes on.</summary>
    internal static ProbeSchedule UntilAnswered(ProbeStage stage, Probe probe, TimeSpan now) =>
        new(stage, probe) { next = now, Deadline = now + probe.Deadline };

    /// <summary>A probe that must go on answering.</summary>
    internal static ProbeSchedule Watch(Probe probe, TimeSpan now) => new(ProbeStage.Live, probe) { next = now + probe.Period };

    /// <summary>When the machine must look at it again, or null while it waits for an answer.</summary>
    internal TimeSpan? NextWake => InFlight is not null || Deadline < next ? Deadline : next;

    internal void Begin(int number) => InFlight = number;

    internal void Failed(TimeSpan now)
    {
        InFlight = null;
        var quick = FirstDelay * Math.Pow(2, Math.Min(Failures++, 20));
        next = now + (Deadline is not null && quick < Probe.Period ? quick : Probe.Period);
    }

    internal void Passed(TimeSpan now)
    {
        InFlight = null;
        Failures = 0;
        next = now + Probe.Period;
    }
}
