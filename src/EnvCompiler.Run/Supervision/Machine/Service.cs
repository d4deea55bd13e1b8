namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>A service: what it is made of, and at most one instance that is not ended.</summary>
internal sealed class Service(ServicePlan plan)
{
    internal string Name => Plan.Name;

    /// <summary>For the next instance.</summary>
    internal ServicePlan Plan { get; set; } = plan;

    internal Instance? Current { get; set; }

    /// <summary>The last instance that ended.</summary>
    internal Instance? Last { get; set; }

    /// <summary>A new instance is wanted as soon as the current one has ended.</summary>
    internal bool StartAgain { get; set; }

    /// <summary>Nothing that was asked of a start can change any more: it is ready, or on its way out for good.</summary>
    internal bool StartIsSettled => !StartAgain && (Current is null or { Phase: InstancePhase.Ready } || Current.Reason is not null);
}
