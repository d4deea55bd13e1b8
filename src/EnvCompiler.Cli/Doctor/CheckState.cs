using System.Text.Json.Serialization;

namespace EnvCompiler.Cli.Doctor;

/// <summary>What came of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Works, and not as well as it could.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something that envc is asked for cannot work.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Nothing to look at here.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}
