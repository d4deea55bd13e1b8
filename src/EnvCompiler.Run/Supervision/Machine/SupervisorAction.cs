namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Something to do outside of the machine.</summary>
internal abstract record SupervisorAction
{
    private SupervisorAction()
    {
    }

    /// <summary>Start the first process; answered by <see cref="SupervisorEvent.Launched"/> or <see cref="SupervisorEvent.LaunchFailed"/>.</summary>
    internal sealed record Launch(Instance Instance) : SupervisorAction;

    /// <summary>Ask once; answered by <see cref="SupervisorEvent.ProbeAnswered"/> with the same number, or by <see cref="SupervisorEvent.GpuUnused"/>.</summary>
    internal sealed record Probe(Instance Instance, ProbeStage Stage, Model.Manifests.Probe What, int Number) : SupervisorAction;

    /// <summary>Send the first requests; answered by <see cref="SupervisorEvent.WarmedUp"/>.</summary>
    internal sealed record WarmUp(Instance Instance) : SupervisorAction;

    /// <summary>Run <c>shutdown.command</c>; nobody waits for its answer, the processes' ends count.</summary>
    internal sealed record RunShutdownCommand(Instance Instance) : SupervisorAction;

    /// <summary>Signal the program itself: its own children are its own business.</summary>
    internal sealed record SignalProgram(Instance Instance, string Signal) : SupervisorAction;

    /// <summary>Signal every process of the instance.</summary>
    internal sealed record SignalMembers(Instance Instance, string Signal) : SupervisorAction;

    /// <summary>Watch what the first process left behind; answered by <see cref="SupervisorEvent.MembersGone"/>, at once if there is nothing.</summary>
    internal sealed record WatchMembers(Instance Instance) : SupervisorAction;

    /// <summary>The instance became ready: say so in its log.</summary>
    internal sealed record NoteReady(Instance Instance) : SupervisorAction;

    /// <summary>The instance is no more: write its reason and when its service is started again, close what was opened for it.</summary>
    internal sealed record NoteEnd(Instance Instance, TimeSpan? RestartsIn) : SupervisorAction;

    /// <summary>What was asked for is settled, one way or the other; of a warm restart, why the old instance stayed.</summary>
    internal sealed record Answer(long Request, string? Problem = null) : SupervisorAction;

    /// <summary>The supervisor is ending and takes no more requests.</summary>
    internal sealed record Refuse(long Request) : SupervisorAction;

    /// <summary>Run the script for after the last activation; answered by <see cref="SupervisorEvent.DeactivationEnded"/>.</summary>
    internal sealed record Deactivate(ServiceActivation Activation) : SupervisorAction;

    /// <summary>Nothing is left to do.</summary>
    internal sealed record Exit : SupervisorAction;
}
