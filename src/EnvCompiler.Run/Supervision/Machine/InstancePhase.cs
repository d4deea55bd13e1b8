namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Where an instance is in its life; it only moves down this list.</summary>
internal enum InstancePhase
{
    /// <summary>Its first process is being made.</summary>
    Launching,

    /// <summary>It runs, and one of its probes has not answered yet.</summary>
    Starting,

    /// <summary>It answers, and its first requests are under way.</summary>
    Warming,

    /// <summary>It serves.</summary>
    Ready,

    /// <summary>It was asked to end.</summary>
    Stopping,

    /// <summary>Its first process has ended; others of it may be left.</summary>
    Draining,

    /// <summary>Nothing of it is left.</summary>
    Ended,
}
