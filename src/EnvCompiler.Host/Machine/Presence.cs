using System.Text.Json.Serialization;

namespace EnvCompiler.Host.Machine;

/// <summary>Whether a directory that is known is there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Presence>))]
public enum Presence
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
