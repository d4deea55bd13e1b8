using System.Text.Json.Serialization;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Model.Json;

/// <summary>JSON of one line each: <c>history.jsonl</c> and <c>switch.json</c>; unknown fields of newer versions are skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEntry))]
[JsonSerializable(typeof(SwitchRecord))]
public sealed partial class HistoryJson : JsonSerializerContext;
