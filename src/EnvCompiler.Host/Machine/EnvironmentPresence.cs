using System.Text.Json.Serialization;

namespace EnvCompiler.Host.Machine;

/// <summary>Whether the directory of an environment is there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EnvironmentPresence>))]
public enum EnvironmentPresence
{
    /// <summary>It is.</summary>
    [JsonStringEnumMemberName("present")]
    Present,

    /// <summary>Somebody removed it: the directory that it was in is there, on the same file system.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone,

    /// <summary>Nobody can tell: its file system seems not to be mounted.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,
}
