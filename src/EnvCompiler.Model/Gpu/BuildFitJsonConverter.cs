using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Gpu;

/// <summary>Fits as our files write them: <c>runs-after-jit</c>.</summary>
public sealed class BuildFitJsonConverter() : JsonStringEnumConverter<BuildFit>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
