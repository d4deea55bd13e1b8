using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Steps;

/// <summary>Steps as JSON: <c>{"step":"run","variables":[],"words":[{"parts":[{"text":"true"}]}]}</c>.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Step))]
public sealed partial class StepJson : JsonSerializerContext;
