using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision;

/// <summary>Why an instance ended; every instance that ended has one.</summary>
public enum EndReason
{
    /// <summary>By itself, with exit code 0, after it was ready.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>By itself, with another exit code or by a signal, after it was ready.</summary>
    [JsonStringEnumMemberName("crashed")]
    Crashed,

    /// <summary>By itself before its readiness probe answered.</summary>
    [JsonStringEnumMemberName("ended-before-ready")]
    EndedBeforeReady,

    /// <summary>The kernel ended it, because its control group had all the memory that <c>limits.memory</c> allows.</summary>
    [JsonStringEnumMemberName("memory-limit")]
    MemoryLimit,

    /// <summary>Stopped because it was not ready before its deadline.</summary>
    [JsonStringEnumMemberName("not-ready-in-time")]
    NotReadyInTime,

    /// <summary>Stopped because a request of its warm-up was not answered well.</summary>
    [JsonStringEnumMemberName("warmup-failed")]
    WarmupFailed,

    /// <summary>Stopped because its liveness probe failed too often in a row.</summary>
    [JsonStringEnumMemberName("not-live")]
    NotLive,

    /// <summary>Stopped because it was ready without the GPU that its target is for.</summary>
    [JsonStringEnumMemberName("gpu-unused")]
    GpuUnused,

    /// <summary>Its first program could not be executed.</summary>
    [JsonStringEnumMemberName("could-not-start")]
    CouldNotStart,

    /// <summary>A person stopped it.</summary>
    [JsonStringEnumMemberName("stop-requested")]
    StopRequested,

    /// <summary>A person restarted it.</summary>
    [JsonStringEnumMemberName("restart-requested")]
    RestartRequested,

    /// <summary>A warm restart put another instance in its place.</summary>
    [JsonStringEnumMemberName("replaced")]
    Replaced,

    /// <summary>A reload found that it is declared otherwise now.</summary>
    [JsonStringEnumMemberName("definition-changed")]
    DefinitionChanged,

    /// <summary>A reload found that it is not declared any more.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>A service that it needs has failed.</summary>
    [JsonStringEnumMemberName("dependency-failed")]
    DependencyFailed,

    /// <summary>A service that it needs was stopped.</summary>
    [JsonStringEnumMemberName("dependency-stopped")]
    DependencyStopped,

    /// <summary>A service that it is to be restarted with was restarted.</summary>
    [JsonStringEnumMemberName("dependency-restarted")]
    DependencyRestarted,

    /// <summary>Its supervisor was killed, and it is declared to end then.</summary>
    [JsonStringEnumMemberName("orphaned")]
    Orphaned,

    /// <summary>The last activation left.</summary>
    [JsonStringEnumMemberName("last-activation-left")]
    LastActivationLeft,

    /// <summary>The supervisor was told to end by a signal.</summary>
    [JsonStringEnumMemberName("supervisor-ended")]
    SupervisorEnded,
}
