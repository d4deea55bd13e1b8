using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary><c>adopt</c>, <c>end</c>.</summary>
public sealed class OrphanPolicyJsonConverter() : JsonStringEnumConverter<OrphanPolicy>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
