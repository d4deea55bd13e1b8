namespace EnvCompiler.Run.Chat;

/// <summary>Request of <c>POST /v1/embeddings</c>.</summary>
internal sealed record EmbeddingRequestBody(string Input, string? Model);
