using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Catalogs;

/// <summary>Source-generated JSON of catalogs, as <see cref="Json.EnvcJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(NativePackage))]
public sealed partial class CatalogJson : JsonSerializerContext
{
    private static CatalogJson? readable;

    /// <summary>As <see cref="Default"/>, but without escaping of characters that only matter inside HTML.</summary>
    public static CatalogJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
