using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Something that happened outside of the machine.</summary>
internal abstract record SupervisorEvent
{
    private SupervisorEvent()
    {
    }

    /// <summary>A process uses a start (<see cref="ServiceActivation.Start"/>).</summary>
    internal sealed record Joined(long Request, int Pid, string Start) : SupervisorEvent;

    /// <summary>That process has ended, or does not use it any more.</summary>
    internal sealed record Left(int Pid) : SupervisorEvent;

    /// <summary>The services as a generation has them; running instances stay as they are.</summary>
    internal sealed record Declared(ServiceActivation Activation, IReadOnlyList<ServicePlan> Plans) : SupervisorEvent;

    /// <summary>Services are wanted; detached ones outlive the activations.</summary>
    internal sealed record StartRequested(long Request, IReadOnlyList<string> Names, bool Detached) : SupervisorEvent;

    /// <summary>Services are not wanted any more.</summary>
    internal sealed record StopRequested(long Request, IReadOnlyList<string> Names) : SupervisorEvent;

    /// <summary>Services are wanted as new instances.</summary>
    internal sealed record RestartRequested(long Request, IReadOnlyList<string> Names) : SupervisorEvent;

    /// <summary>
    /// Services are wanted as new instances that take the old ones' place when they are ready, each on the port given; one that is not ready now is
    /// restarted as usual.
    /// </summary>
    internal sealed record WarmRestartRequested(long Request, IReadOnlyList<string> Names, IReadOnlyDictionary<string, int> Ports) : SupervisorEvent;

    /// <summary>What runs is to be as it is declared now: changed services are restarted, those that are gone end, all else stays.</summary>
    internal sealed record ReloadRequested(long Request) : SupervisorEvent;

    /// <summary>Whoever asked is gone and waits no more.</summary>
    internal sealed record Abandoned(long Request) : SupervisorEvent;

    /// <summary>The supervisor was asked to end by a signal.</summary>
    internal sealed record EndRequested : SupervisorEvent;

    /// <summary>The first process of an instance runs.</summary>
    internal sealed record Launched(int Instance) : SupervisorEvent;

    /// <summary>The first process of an instance could not be made.</summary>
    internal sealed record LaunchFailed(int Instance, string Problem) : SupervisorEvent;

    /// <summary>The answer to a probe of that number; a null problem means yes.</summary>
    internal sealed record ProbeAnswered(int Instance, int Number, string? Problem) : SupervisorEvent;

    /// <summary>The first requests are answered; the problem of the one that was not, if any.</summary>
    internal sealed record WarmedUp(int Instance, string? Problem) : SupervisorEvent;

    /// <summary>It would be ready, but its engine does not use the GPU that it is meant to.</summary>
    internal sealed record GpuUnused(int Instance, string Problem) : SupervisorEvent;

    /// <summary>The first process of an instance has ended; perhaps the kernel ended it at its memory limit.</summary>
    internal sealed record MainEnded(int Instance, ExitStatus Status, bool IsOutOfMemory = false) : SupervisorEvent;

    /// <summary>No process of an instance is left; perhaps the kernel ended them at their memory limit.</summary>
    internal sealed record MembersGone(int Instance, bool IsOutOfMemory = false) : SupervisorEvent;

    /// <summary>The script for after the last activation has ended.</summary>
    internal sealed record DeactivationEnded : SupervisorEvent;

    /// <summary>The machine's <see cref="SupervisorMachine.NextWake"/> has come.</summary>
    internal sealed record TimePassed : SupervisorEvent;
}
