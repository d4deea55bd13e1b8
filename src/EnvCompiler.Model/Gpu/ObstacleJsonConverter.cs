using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Gpu;

/// <summary>Obstacles as our files write them: <c>other-gpu</c>.</summary>
public sealed class ObstacleJsonConverter() : JsonStringEnumConverter<Obstacle>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
