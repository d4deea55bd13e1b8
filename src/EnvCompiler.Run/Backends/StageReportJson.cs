using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Backends;

/// <summary>JSON of <see cref="StageReport"/>, in the snake case of the scripts it replaces.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StageReport))]
internal sealed partial class StageReportJson : JsonSerializerContext
{
    /// <summary>One line; without escaping of characters that only matter inside HTML.</summary>
    internal static string Line(StageReport report)
    {
        var context = new StageReportJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return JsonSerializer.Serialize(report, context.StageReport);
    }
}
