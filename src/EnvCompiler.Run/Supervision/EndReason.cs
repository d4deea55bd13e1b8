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

    /// <summary>Stopped because it was not ready before its deadline.</summary>
    [JsonStringEnumMemberName("not-ready-in-time")]
    NotReadyInTime,

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

    /// <summary>The last activation left.</summary>
    [JsonStringEnumMemberName("last-activation-left")]
    LastActivationLeft,

    /// <summary>The supervisor was told to end by a signal.</summary>
    [JsonStringEnumMemberName("supervisor-ended")]
    SupervisorEnded,
}
