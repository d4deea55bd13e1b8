using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Chat;

/// <summary>JSON of the OpenAI API, as far as it is used.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequestBody))]
[JsonSerializable(typeof(ChatAnswer))]
[JsonSerializable(typeof(CompletionRequestBody))]
[JsonSerializable(typeof(EmbeddingRequestBody))]
[JsonSerializable(typeof(EmbeddingAnswer))]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ChatJson : JsonSerializerContext;
