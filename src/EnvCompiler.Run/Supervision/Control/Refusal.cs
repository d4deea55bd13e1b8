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

    /// <summary>The request makes no sense, or its generation cannot be read.</summary>
    [JsonStringEnumMemberName("unusable")]
    Unusable,
}
