using System.Text.Json.Serialization;
using EnvCompiler.Model.Configurations;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>Metadata of the configuration's records under the names that TOML has; only its schema is taken from it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Configuration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
