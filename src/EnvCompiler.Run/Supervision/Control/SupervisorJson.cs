using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision.Control;

/// <summary>JSON lines of the control socket: kebab-case keys; keys of newer versions are skipped.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SupervisorRequest))]
[JsonSerializable(typeof(SupervisorResponse))]
[JsonSerializable(typeof(Dictionary<int, ServiceActivation>))]
internal sealed partial class SupervisorJson : JsonSerializerContext;
