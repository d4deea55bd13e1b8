using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Generations;

/// <summary>Source-generated JSON of what only envc itself reads of a generation, as <see cref="Json.EnvcJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Generation))]
[JsonSerializable(typeof(ActivationSpec))]
public sealed partial class GenerationJson : JsonSerializerContext
{
    private static GenerationJson? readable;

    /// <summary>As <see cref="Default"/>, but without escaping of characters that only matter inside HTML.</summary>
    public static GenerationJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
