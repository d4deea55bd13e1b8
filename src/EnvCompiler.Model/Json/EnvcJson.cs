using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Model.Json;

/// <summary>
/// Source-generated JSON of the files that the launcher reads: kebab-case keys, indented, nulls left out, stable order. What it does not read has contexts of its own
/// (<see cref="Locks.LockJson"/>, <see cref="Generations.GenerationJson"/>, <see cref="Catalogs.CatalogJson"/>): a context keeps all of its types in a program.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(TargetTable))]
[JsonSerializable(typeof(ServiceGraph))]
[JsonSerializable(typeof(ContainedEnvironment))]
public sealed partial class EnvcJson : JsonSerializerContext
{
    private static EnvcJson? readable;

    /// <summary>As <see cref="Default"/>, but without escaping of characters that only matter inside HTML.</summary>
    public static EnvcJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
