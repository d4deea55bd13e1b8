namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Kinds of reasons.</summary>
internal static class EndReasons
{
    /// <summary>The service itself gave cause to it: its restart policy decides what comes next.</summary>
    internal static bool IsOwn(EndReason reason) => reason is
        EndReason.Completed or EndReason.Crashed or EndReason.EndedBeforeReady or EndReason.MemoryLimit or EndReason.NotReadyInTime
        or EndReason.WarmupFailed or EndReason.NotLive or EndReason.GpuUnused or EndReason.CouldNotStart;
}
