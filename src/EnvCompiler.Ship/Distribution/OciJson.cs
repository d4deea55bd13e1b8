using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Distribution.Registries;
using EnvCompiler.Ship.Images;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship.Distribution;

/// <summary>
/// JSON of the specifications. What envc writes is canonical: keys in the order of the specification, annotations sorted, no white space. A key
/// that comes twice is refused, because two readers could see two manifests.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(OciManifest))]
[JsonSerializable(typeof(OciIndex))]
[JsonSerializable(typeof(TypedContent))]
[JsonSerializable(typeof(ImageConfig))]
[JsonSerializable(typeof(LayoutFile))]
[JsonSerializable(typeof(List<EngineImage>))]
[JsonSerializable(typeof(TagPage))]
[JsonSerializable(typeof(RegistryErrors))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(CredentialFile))]
[JsonSerializable(typeof(HelperAnswer))]
[JsonSerializable(typeof(SignedPayload))]
[JsonSerializable(typeof(string))]
internal sealed partial class OciJson : JsonSerializerContext
{
    private static OciJson? readable;

    /// <summary>Without escaping of characters that only matter inside HTML.</summary>
    internal static OciJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
