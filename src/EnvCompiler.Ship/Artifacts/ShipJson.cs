using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Ship.Pulling;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>JSON of envc's own in artifacts and beside environments.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BuiltCommands))]
[JsonSerializable(typeof(NativeBuild))]
[JsonSerializable(typeof(Upstream))]
internal sealed partial class ShipJson : JsonSerializerContext
{
    private static ShipJson? readable;

    /// <summary>Without escaping of characters that only matter inside HTML.</summary>
    internal static ShipJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
