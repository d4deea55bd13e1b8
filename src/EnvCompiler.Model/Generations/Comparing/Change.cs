using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>What became of one thing between two generations.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Change>))]
public enum Change
{
    /// <summary>Only the later one has it.</summary>
    [JsonStringEnumMemberName("added")]
    Added,

    /// <summary>Only the earlier one has it.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>Both have it, and differ.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,
}
