using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Contained;

/// <summary>Source-generated JSON of <see cref="ContainedEnvironment"/>: as <see cref="Json.EnvcJson"/>, on one line, because nobody edits it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ContainedEnvironment))]
public sealed partial class ContainedJson : JsonSerializerContext;
