using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Model.Json;

/// <summary>Source-generated JSON of every file of ours: kebab-case keys, indented, nulls left out, stable order.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Lock))]
[JsonSerializable(typeof(Generation))]
[JsonSerializable(typeof(TargetTable))]
[JsonSerializable(typeof(ServiceGraph))]
[JsonSerializable(typeof(ActivationSpec))]
[JsonSerializable(typeof(NativePackage))]
public sealed partial class EnvcJson : JsonSerializerContext
{
    private static EnvcJson? readable;

    /// <summary>As <see cref="Default"/>, but without escaping of characters that only matter inside HTML.</summary>
    public static EnvcJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
