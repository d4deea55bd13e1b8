using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision.Control;

/// <summary>Why a request was not done.</summary>
internal enum Refusal
{
    /// <summary>The supervisor is ending; a new one can be started when it has ended.</summary>
    [JsonStringEnumMemberName("ending")]
    Ending,

    /// <summary>There is no service of that name.</summary>
    [JsonStringEnumMemberName("unknown-name")]
    UnknownName,

    /// <summary>The supervisor does not speak this protocol.</summary>
    [JsonStringEnumMemberName("protocol")]
    Protocol,

    /// <summary>A service cannot be restarted warm: it has no port that another instance could have beside it.</summary>
    [JsonStringEnumMemberName("no-port")]
    NoPort,

    /// <summary>The new instance of a warm restart did not become ready; the old one is left as it is.</summary>
    [JsonStringEnumMemberName("not-replaced")]
    NotReplaced,

    /// <summary>The request makes no sense, or its generation cannot be read.</summary>
    [JsonStringEnumMemberName("unusable")]
    Unusable,
}
