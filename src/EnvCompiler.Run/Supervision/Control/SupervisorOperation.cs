using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision.Control;

/// <summary>What a client asks for.</summary>
internal enum SupervisorOperation
{
    /// <summary>The states of all services.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>A process uses the environment until it ends.</summary>
    [JsonStringEnumMemberName("join")]
    Join,

    /// <summary>Services are to run.</summary>
    [JsonStringEnumMemberName("start")]
    Start,

    /// <summary>The metrics, in Prometheus' text format.</summary>
    [JsonStringEnumMemberName("metrics")]
    Metrics,

    /// <summary>Services are to end.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>Services are to run as new instances.</summary>
    [JsonStringEnumMemberName("restart")]
    Restart,

    /// <summary>What runs is to be as it is declared now.</summary>
    [JsonStringEnumMemberName("reload")]
    Reload,
}
