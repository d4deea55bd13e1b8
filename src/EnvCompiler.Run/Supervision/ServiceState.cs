using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision;

/// <summary>What a service is doing.</summary>
public enum ServiceState
{
    /// <summary>Not started, or stopped on request.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Not to be started: its condition does not hold here.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>To be started as soon as the services that it depends on are far enough.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Ended by itself; to be started again after a while.</summary>
    [JsonStringEnumMemberName("restarting")]
    Restarting,

    /// <summary>Started and not ready yet.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Its readiness probe has answered, or it has none.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>Asked to end; some of its processes are still there.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>Ended by itself with exit code 0.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Ended by itself otherwise, or never became ready.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
