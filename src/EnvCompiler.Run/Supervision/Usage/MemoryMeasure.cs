using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision.Usage;

/// <summary>How memory was counted.</summary>
public enum MemoryMeasure
{
    /// <summary>Proportional set size: a page that several processes share counts in parts.</summary>
    [JsonStringEnumMemberName("pss")]
    Proportional,

    /// <summary>Resident set size: a shared page counts for each process.</summary>
    [JsonStringEnumMemberName("rss")]
    Resident,
}
