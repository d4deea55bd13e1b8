using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Conditions;

/// <summary>How a comparison compares.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparisonOperator>))]
public enum ComparisonOperator
{
    /// <summary>The same.</summary>
    [JsonStringEnumMemberName("==")]
    Equal,

    /// <summary>Not the same.</summary>
    [JsonStringEnumMemberName("!=")]
    NotEqual,

    /// <summary>Below.</summary>
    [JsonStringEnumMemberName("<")]
    Less,

    /// <summary>Below or the same.</summary>
    [JsonStringEnumMemberName("<=")]
    LessOrEqual,

    /// <summary>Above.</summary>
    [JsonStringEnumMemberName(">")]
    Greater,

    /// <summary>Above or the same.</summary>
    [JsonStringEnumMemberName(">=")]
    GreaterOrEqual,
}
