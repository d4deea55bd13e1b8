using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Cli;

/// <summary>JSON that commands print as one object a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LineJson : JsonSerializerContext
{
    private static LineJson? readable;

    /// <summary>Without escaping of characters that only matter inside HTML.</summary>
    internal static LineJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
