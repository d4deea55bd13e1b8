namespace EnvCompiler.Run.Supervision;

/// <summary>Reasons as people read them.</summary>
public static class EndReasonText
{
    /// <summary>A few words without names.</summary>
    public static string Of(EndReason reason) => reason switch
    {
        EndReason.Completed => "completed",
        EndReason.Crashed => "crashed",
        EndReason.EndedBeforeReady => "ended before it was ready",
        EndReason.MemoryLimit => "ended by its memory limit",
        EndReason.NotReadyInTime => "not ready before its deadline",
        EndReason.WarmupFailed => "warm-up failed",
        EndReason.NotLive => "liveness probe failed",
        EndReason.GpuUnused => "does not use its GPU",
        EndReason.CouldNotStart => "could not start",
        EndReason.StopRequested => "stop requested",
        EndReason.RestartRequested => "restart requested",
        EndReason.Replaced => "replaced by a warm restart",
        EndReason.DefinitionChanged => "its definition has changed",
        EndReason.Removed => "not declared any more",
        EndReason.DependencyFailed => "a dependency failed",
        EndReason.DependencyStopped => "a dependency was stopped",
        EndReason.DependencyRestarted => "a dependency was restarted",
        EndReason.Orphaned => "its supervisor was killed",
        EndReason.LastActivationLeft => "last activation left",
        EndReason.SupervisorEnded => "supervisor was told to end",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
