using System.Text.Json.Serialization;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>Metadata of the manifest's records under the names that TOML has; only its schema is taken from it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Options), TypeInfoPropertyName = "ManifestOptions")]
internal sealed partial class ManifestJson : JsonSerializerContext;
