using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary><c>never</c>, <c>on-failure</c>, <c>always</c>.</summary>
public sealed class RestartPolicyJsonConverter() : JsonStringEnumConverter<RestartPolicy>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
