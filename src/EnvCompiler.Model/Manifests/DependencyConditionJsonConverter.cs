using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary><c>started</c>, <c>ready</c>, <c>completed</c>.</summary>
public sealed class DependencyConditionJsonConverter() : JsonStringEnumConverter<DependencyCondition>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
