using System.Text.Json.Serialization;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Model.Json;

/// <summary>JSON lines of <c>history.jsonl</c>: one object a line; unknown fields of newer versions are skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEntry))]
public sealed partial class HistoryJson : JsonSerializerContext;
